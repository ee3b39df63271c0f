"""Talks that together bring about nearly everything that the examiner can say."""

from collections.abc import Callable

from dialogues import scenario
from dialogues.condition import Has, Topic
from dialogues.transcript import Ended, Felt, Remark, Transcript
from scoring.rubric import Rubric
from scoring.rubric_file import standard
from scoring.scenario_rubric import rubric_for
from tests.scoring.talks import Talking


def bad_day() -> Transcript:
    """Rude, slow, pasted, forwarded, and too late with a kind word."""
    talk = Talking(upset=True).customer("物流停了6天，急死了！", 0)
    talk.student("稍等", 30, "hold", courtesy=40).customer("快查", 40)
    talk.student("稍等一下", 70.5, "hold", courtesy=40).customer("等多久", 80)
    talk.student("再等等呗。烦不烦", 260, "hold=再等等呗", "rhetorical=烦不烦", courtesy=20)
    talk.customer("什么态度", 270)
    talk.student("理解您的心情。真的抱歉呢", 451, "empathise=理解", "apologise=抱歉")
    talk.customer("那怎么办", 460).student("这个问快递去。查不了", 470, "shirk=问快递去")
    talk.customer("？", 480).student("不行就是不行", 490, "flat_refusal", courtesy=10)
    talk.customer("唉", 500).student("加我微信，明天保证到", 505, "offplatform=加我微信",
        "overpromise=明天保证到", "commit_time=明天")  # fmt: skip
    talk.customer("不用", 510).student("亲亲我这边帮您看到记录了", 515, courtesy=20)
    talk.customer("嗯", 520).student("亲亲我这边帮您看到记录了", 525, "reassure=帮您")
    remarks = (
        Remark("hint", "先安抚，再查单"),
        Remark("forwarded", "帮您看到记录"),
        Remark("sticker", "笑"),
    )
    felt = (Felt(70, 70, "发泄", ""), Felt(70, 85, "发泄", ""), Felt(85, 100, "离开", ""))
    return talk.over(moods=felt, remarks=remarks, ended=Ended("客户离开", success=False))


def good_day() -> Transcript:
    """Everything as it should be, but for one point of satisfaction."""
    talk = Talking(upset=True).customer("裙子破了，气死了", 0, "李女士")
    talk.student("您好，非常抱歉，换我也生气", 8, "greet=您好", "apologise=非常抱歉",
        "empathise=换我也生气", courtesy=80, to="李女士")  # fmt: skip
    talk.customer("怎么办", 20, "李女士")
    talk.student("您看补发可以吗？今晚六点前发出", 50, "offer_reship=补发", "verify=可以吗",
        "commit_time=今晚六点前", courtesy=75, to="李女士")  # fmt: skip
    talk.customer("好", 60, "李女士")
    talk.student("谢谢您，还有什么可以帮您？再见", 70, "thank=谢谢您",
        "offer_more_help=还有什么可以帮您", "farewell=再见", courtesy=90, to="李女士")  # fmt: skip
    felt = (Felt(70, 70, "发泄", ""), Felt(70, 40, "核实", ""), Felt(40, 10, "收尾", ""))
    return talk.over(moods=felt, ended=Ended("满意解决", success=True, satisfaction=4))


def cut_short() -> Transcript:
    """Stopped by the student; one reply unheard, one unstamped, an automatic one between."""
    talk = Talking().customer("到哪了", 0).auto("欢迎光临", 1)
    talk.student("请说一下单号", 9.25, "ask_order=单号").customer("YT1", 20)
    talk.unheard("我看看", 29).customer("怎样").student("嗯", None, "cold", courtesy=30)
    talk.customer("人呢", 200.5)
    felt = (Felt(20, 20, "询问", ""), Felt(20, 65, "催促", ""))
    return talk.over(moods=felt, ended=Ended("", success=False, abandoned=True))


def crossed_line() -> Transcript:
    """Abuse, with a substantive answer only after a placeholder."""
    talk = Talking().customer("<b>尺码</b>偏大吗", 0).student("亲，稍等", 5, "greet=亲")
    talk.student("您拍M码就好", 60, "explain_product=M码").customer("真的？", 61)
    talk.student("滚，神经病", 62, "insult=神经病", courtesy=0).customer("投诉你", 63)
    return talk.student("刚才失礼了", 66, "apologise=失礼了", courtesy=60).over()


def silence() -> Transcript:
    """Nobody ever answered."""
    return Talking().customer("在吗", 0).customer("人呢", 30).over(ended=Ended("客户离开", False))


def crowded() -> Transcript:
    """Many quick words within seconds, and one long gap."""
    talk = Talking(upset=False)
    for turn in range(4):
        talk.customer(f"第{turn}件", turn * 12).student(
            f"第{turn}件有货", turn * 12 + 3, "report_status"
        )
    talk.customer("几号", 600).student("三号", 630, "report_status").customer("那时呢", 700)
    felt = tuple(Felt(50, 50 - 5 * step, "", "") for step in range(3))
    return talk.student("四号", 880, "report_status").over(moods=felt)


def own_rubric() -> Rubric:
    """A customer's own rows: a checklist, an ending, an average, and one for the teacher."""
    done = (
        Has(Topic.HEARD, frozenset({"apologise"}), False, "道过歉"),
        Has(Topic.HEARD, frozenset({"thank"}), False, "道过谢"),
        Has(Topic.MENTIONED, frozenset({"补发"}), False, "说到【办法】"),
    )
    rows = (
        scenario.Criterion("安抚与核对客户的诉求", "安抚与核对客户的诉求", 30, done=done),
        scenario.Criterion("结果", "结果", 20, endings={"满意解决": 90, "勉强接受": 60}),
        scenario.Criterion("两样都看才能给分的那项", "两样都看才能给分的那项", 10, done=done[:1],
            endings={"满意解决": 80}),
        scenario.Criterion("average_response", "平均响应", 20, full=10, zero=100),
        scenario.Criterion("courtesy", "礼貌", 15),
        scenario.Criterion("书写", "书写", 5),
    )  # fmt: skip
    crossed = scenario.Gate(frozenset({"offplatform"}), 30, when=(done[1],))
    return rubric_for(scenario.Rubric(rows, (crossed,)), {"办法": "补发"})


SCENES: dict[str, tuple[Callable[[], Transcript], Callable[[], Rubric]]] = {
    "bad-day": (bad_day, standard),
    "good-day": (good_day, standard),
    "cut-short": (cut_short, standard),
    "crossed-line": (crossed_line, standard),
    "silence": (silence, standard),
    "crowded": (crowded, standard),
    "own-rubric-bad": (bad_day, own_rubric),
    "own-rubric-good": (good_day, own_rubric),
    "own-rubric-silent": (silence, own_rubric),
}


def scene(name: str) -> tuple[Transcript, Rubric]:
    """A talk and the rubric that it is marked by."""
    talk, rubric = SCENES[name]
    return talk(), rubric()
