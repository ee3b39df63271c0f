"""Commands as they are said in Chinese: 我的数据 for /mydata. Messengers know ASCII names only."""

WORDS = {
    "我的数据": "mydata",
    "我的成绩": "me",
    "我的排名": "rank",
    "榜单": "board",
    "排行榜": "board",
    "历史": "history",
    "历史成绩": "history",
    "错题本": "mistakes",
    "练什么": "next",
    "下一步": "next",
    "练习": "practice",
    "改昵称": "alias",
    "昵称": "alias",
    "隐身": "hide",
    "实名": "realname",
    "提醒": "remind",
    "时区": "zone",
    "暂停": "pause",
    "提示": "hint",
    "结束练习": "stop",
    "帮助": "help",
    "小组": "teams",
    "补签": "repair",
    "榜单设置": "boardset",
    "早报": "digest",
    "周报": "report",
    "看对话": "talks",
    "表格档案": "papers",
    "没听懂的话": "unheard",
    "导入对话": "case",
    "发布": "publish",
    "发布日练": "publish",
    "今天": "today",
    "周计划": "week",
    "校历": "calendar",
    "规则": "rules",
    "日练安排": "schedule",
    "评分表": "rubric",
    "成绩表": "papers",
    "海报": "papers",
    "成长档案": "papers",
    "导师": "mentor",
    "名单": "roster",
    "成员": "people",
    "班级成员": "people",
}
"""What is said, and the command that is meant."""


def command_of(text: str, *, talking: bool) -> tuple[str, str] | None:
    """The command and its argument; None where something else is said.

    In a talk only what begins with a stroke is a command: all other words are for the customer.
    """
    said = text.strip()
    stroke = said.startswith("/")
    if talking and not stroke:
        return None
    name, _, argument = said.removeprefix("/").strip().partition(" ")
    command = WORDS.get(name)
    return None if command is None or (argument and not stroke) else (command, argument.strip())
