"""Ordinary kind replies, a third of them to complaints of the price: hardly any is taken for rude.

Written to look at an ear before it is shipped, not to tune one.
"""

from dialogues.hearing import built_in, is_penalty

KIND = (
    ("这件有点贵", "我明白，这个价格是有点高呢"),
    ("这件有点贵", "是啊，这个价位买之前是得想想"),
    ("太贵了", "理解您，谁的钱都不是大风刮来的"),
    ("太贵了", "确实不便宜，主要贵在料子上"),
    ("能便宜点吗", "您稍等，我帮您看看有没有券"),
    ("别家才80", "别家料子和我们不一样，您可以对比一下"),
    ("我再想想", "好的，您慢慢考虑，不着急"),
    ("有点贵", "您的顾虑我懂，贵是贵了点，但能穿好几年"),
    ("怎么还没到", "我看了一下，已经到您这边的站点了"),
    ("你们发错了", "啊真的吗，不好意思，您拍一下我看看"),
    ("坏了", "您别急，我这就给您处理"),
    ("能退吗", "可以的呀，七天之内都行"),
    ("不会用", "没关系的，我一步一步教您"),
    ("等好久了", "让您久等了，马上就好"),
    ("不想要了", "没事的，那我帮您申请退款"),
    ("你们态度不好", "对不起，是我没说清楚"),
    ("要穿多大", "您一般穿多大的呀"),
    ("孩子要用", "孩子多大啦，我给您挑一个"),
    ("怎么少了一件", "您看看是不是分两个包裹发的"),
    ("我没看到", "在页面最下面，我截图给您"),
    ("还有吗", "有的，不过只剩两件了"),
    ("谢谢你", "不客气，应该的"),
    ("颜色不一样", "灯光下会有一点点差别，您在白天再看看"),
    ("这个好用吗", "我自己也在用，挺好的"),
    ("便宜点我就买", "我真的很想给您便宜，可是价格改不了"),
    ("是不是质量不好", "您放心，这款卖了好几年了，很少有退的"),
    ("小孩弄坏的", "小朋友都这样，没关系，可以修"),
    ("我不太懂这些", "不懂很正常，您随便问我"),
    ("我妈用的", "阿姨会喜欢的，字也大"),
    ("你们家好贵啊", "确实比一般的贵一些，因为是手工的"),
)


def test_at_most_one_of_thirty_ordinary_kind_replies_is_taken_for_rude() -> None:
    heard = [(reply, built_in().hear(reply, line).ids) for line, reply in KIND]
    taken = [(reply, set(filter(is_penalty, ids))) for reply, ids in heard]
    assert len(KIND) == 30
    assert len([reply for reply, rude in taken if rude]) <= 1, taken
