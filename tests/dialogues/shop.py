"""A small customer for tests, and what a student may do to it."""

from functools import cache

from dialogues.hearing import built_in, resolve_act
from dialogues.reading import read_scenario
from dialogues.scripted import ScriptedCustomer, ScriptedScenario
from dialogues.transcript import Act, Heard

SMALL = """\
格式: 1
编号: small-shop
标题: 小店
类型: 单聊
限时: 300分30秒
给学生看:
  岗位: 你卖【商品】。
变体:
  商品组:
    - {商品: 书桌, 单号: QH2041, 运单: YT7720315}
    - {商品: 鞋柜, 单号: QH3177, 运单: ZT5510482}
客户:
  称呼: 李女士
  画像: 急性子
  开场: [我的【商品】呢？, 【商品】到哪了？]
情绪:
  怒气: 60
  变化: {道歉: -8, 共情: -12, 推诿: +15, 辱骂: +35}
  递减: 一半
  等待: {宽限: 30秒, 每: 15秒, 加: 4, 上限: 20}
  档位: {平静: 0到29, 不满: 30到59, 愤怒: 60到100}
信息:
  订单号:
    问到: 询问订单
    必须: 是
    说: [单号【单号】。]
    再问: [说过了，【单号】！]
    再问怒气: +8
    转到: 协商
后台:
  订单:
    - 订单号: 【单号】
      商品: 【商品】
      运单号: 【运单】
      物流: 停在杭州
      内情: 漏扫
  工具: [查订单, 查物流, 催件, 发券, 备注]
  发券上限: 20元
阶段: [开头, 协商, 收尾]
规则:
  - {名称: 被推, 听到: 推诿, 说: [不找你找谁？]}
  - {名称: 先缓缓, 听到: 道歉, 说: [嗯。, 好吧。, 行。]}
  - {名称: 没查就催, 听到: 催办, 当: [未知 订单号], 说: [哪一单你都不知道。]}
  - 名称: 答应
    阶段: 协商
    听到: 催办
    当: [怒气 低于 80]
    说: [那我等着。]
    达成: 催件
    转到: 收尾
  - {名称: 说到红色, 听到: 介绍商品, 说到: 红色, 说: [我喜欢红色。]}
  - {名称: 再见, 阶段: 收尾, 听到: 结束祝福, 说: [再见。], 结局: 满意}
接话: {平静: [嗯嗯。], 不满: [然后呢？], 愤怒: [讲重点。]}
听不懂: [你说什么？, 没懂。]
复读: [别复制。]
沉默:
  - {超过: 60秒, 说: [人呢？], 怒气: +5}
  - {超过: 120秒, 说: [又没人了？], 怒气: +7}
  - {超过: 240秒, 结局: 走了}
方案:
  催件: {需要: [用过 查物流], 没做到就说: [物流你都没看。]}
结局:
  满意: {结果: 成功, 满意度: 5}
  投诉: {结果: 失败, 满意度: 1, 当: [怒气 至少 95], 说: [投诉了。]}
  走了: {结果: 失败, 满意度: 1, 说: [不等了。]}
评分:
  礼貌: {权重: 60}
  核实信息: {权重: 40, 做到: [已知 订单号, 用过 查物流]}
  红线: [{听到: 辱骂, 封顶: 40}]
"""


@cache
def playable(text: str = SMALL) -> ScriptedScenario:
    """The small customer's file, read."""
    reading = read_scenario(text, "small")
    assert reading.scenario, reading.problems
    return ScriptedScenario(reading.scenario, built_in())


def customer(text: str = SMALL, seed: str = "7") -> ScriptedCustomer:
    """The small customer, after its first line."""
    born = playable(text).born(seed)
    born.open()
    return born


def acts(*words: str) -> Heard:
    """As if these acts had been heard, one after the other, in words of their own."""
    ids = [min(resolve_act(word) or {word}) for word in words]
    return Heard(tuple(Act(act, place, place + 1, "", "") for place, act in enumerate(ids)))
