"""A small live room for tests, and what a student may say in it."""

from functools import cache

from dialogues.hearing import built_in
from dialogues.liveroom import LiveShow
from dialogues.reading import read_scenario

SMALL = """\
格式: 1
编号: small-room
标题: 小直播间
类型: 直播间
时长: 1分钟
给学生看:
  岗位: 你卖【款式】。
变体:
  款式: [碎花裙, 方领裙]
刷屏: {每: 3秒, 一屏: 5条}
气氛: {起始: 70, 答上: +1, 超时: -2, 售后超时: -6, 怼人: -20, 炸场: 30}
听懂:
  推荐尺码: {关键词: [M码, L码], 例句: [亲拍M码哦, 您选L码就行, 建议拍M码]}
  说明发货: {关键词: [小时内发货], 例句: [亲48小时内发货哦, 24小时内发货, 咱们48小时内发货的]}
  引导私信: {关键词: [私信], 例句: [抱歉亲您私信我登记, 麻烦私信发下单号, 私信我马上帮您查]}
题目:
  尺码: {怎么问: [105斤穿什么码, 有大码吗, 【款式】拍啥码], 答到: 推荐尺码, 时限: 20秒, 分值: 3}
  发货: {怎么问: [什么时候发货, 今天能发吗], 答到: 说明发货, 时限: 20秒, 分值: 2}
  售后: {怎么问: [我的退款呢], 答到: 引导私信, 时限: 15秒, 分值: 6, 一答多: 否, 必须点名: 是}
  广告: {怎么问: [加V信领口红], 处理: 屏蔽, 时限: 15秒, 分值: 4, 一答多: 否}
闲聊: [来了来了, 哈哈哈哈]
波次:
  - {从: 0秒, 到: 40秒, 每分钟: 30条, 比例: {闲聊: 4, 尺码: 3, 发货: 2, 广告: 1}}
定点:
  - {时间: 10秒, 昵称: 小鹿, 题目: 售后, 说: 半个月没收到！}
评分:
  应答率: {权重: 40}
  及时率: {权重: 30}
  重点不漏: {权重: 20, 题目: [售后, 广告]}
  礼貌: {权重: 5}
  不答闲聊: {权重: 5}
  红线: [{听到: 极限词, 封顶: 60}]
自测:
  - {名称: 熟手, 机器人: {间隔: 4秒, 策略: 先急后缓}, 期望: {得分: 至少 80}}
  - {名称: 发呆, 机器人: {间隔: 5分钟, 策略: 先来先答}, 期望: {得分: 低于 20, 结局: 平稳下播}}
"""


@cache
def small_show(text: str = SMALL) -> LiveShow:
    """The small live room's file, read."""
    reading = read_scenario(text, "small-room")
    assert reading.room, reading.problems
    return LiveShow(reading.room, built_in())
