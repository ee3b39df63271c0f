"""What the shop says, in either framework."""

HELLO = "小店欢迎您，发 /order 查订单"
HELP = "<b>/order</b> 查订单，/help 看说明"
WHICH_ORDER = "请发订单号"
WHICH_PHONE = "请发手机尾号"
BROKEN = "小店出错了，请稍后再试"
NOT_UNDERSTOOD = "没听懂，请发 /help"


def found(number: str, phone: str) -> str:
    """What the shop knows about an order."""
    return f"订单 {number}（尾号 {phone}）：已发货"
