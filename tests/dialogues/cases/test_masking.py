"""Personal data is taken out of chat logs; what makes the case stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.cases import Private, mask

MASKED = [
    ("我叫李雷，电话13800138000", "李雷 13800138000"),
    ("手机138 0013 8000", "138 0013 8000"),
    ("138-0013-8000打给我", "138-0013-8000"),
    ("+86 13800138000", "13800138000"),
    ("138****8000是我", "138****8000"),
    ("一三八零零一三八零零零", "一三八零零一三八零零零"),
    ("１３８００１３８０００", "13800138000"),
    ("座机0571-88886666转802", "88886666"),
    ("(021)66668888", "66668888"),
    ("电话 88886666", "88886666"),
    ("收货人：王芳 138-0013-8000", "王芳"),
    ("收件人 欧阳娜娜，13912345678", "欧阳娜娜"),
    ("姓名：张伟", "张伟"),
    ("我叫陈晓明。", "陈晓明"),
    ("联系人:Lily Wang", "Lily"),
    ("张三 13800138000", "张三"),
    ("13800138000 李四", "李四"),
    ("王女士您好", "王女士"),
    ("我是李先生", "李先生"),
    ("找赵姐就行", "赵姐"),
    ("浙江省杭州市余杭区文一西路969号3幢502室", "余杭区 文一西路 969 502"),
    ("北京市朝阳区建国路88号", "朝阳区 88号"),
    ("送到幸福小区3栋202", "3栋 202"),
    ("上海浦东新区世纪大道100号", "世纪大道 100号"),
    ("地址：阳光花园5号楼2单元301室", "5号楼 301"),
    ("广东省深圳市南山区科技园南区12栋", "南山区 12栋"),
    ("住在人民路12号", "12号"),
    ("江苏省苏州市昆山市花桥镇", "昆山市 花桥镇"),
    ("订单号2311221234567890123", "2311221234567890123"),
    ("231122-123456789012345这单", "123456789012345"),
    ("单号：A10023456", "A10023456"),
    ("运单YT7720315123456", "YT7720315123456"),
    ("SF1234567890123到哪了", "SF1234567890123"),
    ("3456789012345678901 没发货", "3456789012345678901"),
    ("快递号78912345678901", "78912345678901"),
    ("身份证110101199003078515", "110101199003078515"),
    ("11010119900307851X", "11010119900307851X"),
    ("卡号6222 0210 0112 3456 789", "6222 3456"),
    ("银行卡6222021001123456789", "6222021001123456789"),
    ("6217 0000 1234 5678", "6217 5678"),
    ("加我微信abc_12345", "abc_12345"),
    ("微信号：lixiaolong88", "lixiaolong88"),
    ("vx: kefu-2026x", "kefu-2026x"),
    ("wxid_8a7b6c5d4e", "wxid_8a7b6c5d4e"),
    ("QQ 123456789", "123456789"),
    ("扣扣号是98765432", "98765432"),
    ("旺旺tb12345678_2012", "tb12345678_2012"),
    ("tb987654321这个号", "tb987654321"),
    ("支付宝zhangsan2020", "zhangsan2020"),
    ("邮箱li.lei@example.com", "li.lei@example.com"),
    ("车牌苏A12345", "苏A12345"),
    ("粤B·D12345新能源", "D12345"),
    ("看这个https://item.example/x?id=998&u=tb1", "id=998"),
]

KEPT = [
    "1299元",
    "一共¥2,399.00",
    "满300减40",
    "99.9元两件",
    "优惠券10元",
    "运费12块",
    "2026-11-22下单",
    "11月22日发货",
    "20261122生产的",
    "10:10:15拍的",
    "下午6点前",
    "48小时内发货",
    "7天无理由",
    "3分钟",
    "XR-200",
    "型号QH2041",
    "iPhone15",
    "M码L码",
    "XL",
    "165cm 108斤",
    "棉65%聚酯35%",
    "5号电池",
    "尺码42",
    "3号发货吗",
    "你知道3号发货吗",
    "快递在路上了5号到",
    "一路顺风",
    "买了2件",
    "第3次了",
    "1楼有卖吗",
    "小姐姐在吗",
    "先生您好",
    "大哥你好",
    "小哥送的",
    "白色的有吗",
    "黄色小一点",
    "金额不对",
    "马上处理",
    "高兴",
    "老师傅",
    "同学们",
    "亲，您好",
    "地址写错了",
    "收货地址怎么改",
    "收货人是谁",
    "单号多少",
    "订单呢",
    "手机壳",
    "微信支付",
    "QQ糖",
    "电话打不通",
    "100%纯棉",
    "12色",
    "64GB",
    "12v适配器",
    "500ml",
    "1.5米",
    "A4纸",
    "2.4G",
    "4核8G",
    "编号12",
    "杭州发货",
    "浙江包邮",
    "停在杭州",
    "江浙沪",
    "超市买的",
    "城市通勤",
    "小区快递柜",
    "花园风格",
    "村里也送吗",
    "道具",
    "味道",
    "知道了",
    "街头风",
    "车牌架",
    "身份证原件不用",
    "银行卡支付",
]


@pytest.mark.parametrize(("text", "private"), MASKED)
def test_personal_data_is_taken_out(text: str, private: str) -> None:
    masked = mask(text)
    for word in private.split():
        assert word not in masked.text, masked.text
    assert "〔" in masked.text
    assert masked.found


@pytest.mark.parametrize("text", KEPT)
def test_what_makes_the_case_stays(text: str) -> None:
    assert mask(text).text == text


def test_there_are_enough_of_both() -> None:
    assert len(MASKED) + len(KEPT) >= 120


def test_the_names_above_the_messages_go_wherever_they_stand() -> None:
    masked = mask("小雨淅淅你好，小雨淅淅在吗", ["小雨淅淅"])
    assert masked.text == "〔昵称〕你好，〔昵称〕在吗"
    assert masked.found[Private.NICK] == 2


def test_masking_twice_changes_nothing_more() -> None:
    for text, _ in MASKED:
        once = mask(text).text
        assert mask(once).text == once


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_a_phone_number_does_not_survive(around: str) -> None:
    masked = mask(f"{around} 13800138000 {around}").text
    assert "13800138000" not in masked


@pytest.mark.parametrize(
    "text",
    [
        "市" * 2000,
        "一二三路" * 500,
        "张" * 2000,
        "1" * 2000,
        "a@" * 1000,
        "小区" * 1000,
        "啊省市区县" * 400,
        "1 " * 1000,
        "路1号" * 600,
        "〔手机〕李" * 300,
        "收货人：" * 400,
        "东南西北区" * 300,
    ],
)
def test_hostile_texts_cost_no_time(text: str) -> None:
    from time import process_time

    began = process_time()
    mask(text)
    assert process_time() - began < 0.5
