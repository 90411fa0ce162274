"""What the lines to train on say."""

import numpy as np

import charset

JIEBA = "/usr/lib/python3/dist-packages/jieba/dict.txt"  # Debian's python3-jieba: "word count class" a line

PLACES = "朝阳 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 北票 凌源 建平 喀左 岫岩 桓仁 宽甸 清原 新宾 绥中 建昌 义县 黑山 " \
    "昌图 西丰 彰武 台安 海城 庄河 瓦房店 普兰店 郴州 亳州 泸州 衢州 漯河 濮阳 邯郸 涿州 隰县 鄄城 莒县 嵊州 歙县 黟县 婺源 儋州 澧县 汨罗 邵阳 耒阳 " \
    "武汉 宜昌 襄阳 黄冈 咸宁 恩施 十堰 荆州 孝感 随州 昆明 丽江 大理 楚雄 曲靖 玉溪 红河 文山 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 台州 舟山 丽水".split()
RANKS = "省 市 县 区 自治县 镇 乡 街道 村".split()
OFFICES = "司法局 教育局 财政局 公安局 民政局 卫生健康局 农业农村局 水利局 交通运输局 住房和城乡建设局 自然资源局 生态环境局 文化旅游和广播电视局 " \
    "应急管理局 市场监督管理局 统计局 审计局 医疗保障局 退役军人事务局 人力资源和社会保障局 发展和改革局 工业和信息化局 林业和草原局 信访局 商务局 " \
    "人民检察院 人民法院 人民政府办公室 委员会组织部 宣传部 统战部 妇女联合会 残疾人联合会 总工会 图书馆 档案馆 气象局 供销合作社 机关事务服务中心".split()
LABELS = "部门（单位）整体绩效目标申报表 项目支出绩效目标申报表 县本级部门预算项目（政策）绩效目标申报表 部门（单位）名称 填报单位 申报单位 项目名称 主管部门 " \
    "实施单位 实施期 年度预算资金总额 其中：财政拨款收入 人员编制数 所属预算单位数 部门预算收入 部门预算支出 一、财政拨款收入 二、提前告知上级转移支付资金 " \
    "三、纳入预算管理的行政事业性收费 四、政府性基金预算收入 五、财政专户管理资金收入 六、上年结转结余 七、其他收入 基本支出 项目支出 工资福利支出 商品和服务支出 " \
    "对个人和家庭的补助 资本性支出 履职保障类 事业发展类 部门职能概述 年度主要任务 重点工作 对应项目 预算金额 完成时限 年度绩效目标 年度绩效指标 " \
    "一级指标 二级指标 三级指标 运算符号 指标值 度量单位 产出指标 效益指标 满意度指标 数量指标 质量指标 时效指标 成本指标 经济效益指标 社会效益指标 " \
    "生态效益指标 可持续影响指标 服务对象满意度指标 履职效能 预算执行 管理效率 运行成本 社会效应 可持续性 预算编制管理 预算监督管理 收支管理 财务管理 " \
    "资产管理 业务管理 成本控制成效 体制机制改革 人才支撑 创新驱动发展 合计 总计 金额单位：万元 单位：万元 负责人签字 填报人 联系电话 填报日期 年 月 日".split()
TOPICS = "法律援助 人民调解 社区矫正 普法宣传 法律顾问 义务教育 营养改善 校舍维修 公共卫生 疫情防控 基本药物 农村公路 安全饮水 高标准农田 秸秆还田 " \
    "生活垃圾 污水处理 廉租住房 危房改造 最低生活保障 临时救助 残疾人补贴 养老服务 优抚对象 退役士兵 就业培训 创业担保 招商引资 电子商务 文化惠民 图书借阅 " \
    "档案数字化 防汛抗旱 森林防火 病虫害防治 动物防疫 耕地保护 河道治理 大气监测 信访维稳 安全生产 消防设备 道路照明 园林绿化 执法办案 信息系统 档案管理".split()
MEASURES = "人数 次数 数量 件数 面积 完成率 办结率 合格率 覆盖率 及时率 达标率 按时发放率 知晓率 满意度 控制率 变动率 增长率 利用率 补助标准 成本 金额 投入 " \
    "项目经费 补助资金 工作经费 专项资金 建设数量 培训场次 成功率 重新犯罪率 支付及时率 验收合格率 政府采购执行率 预算调整率 公用经费控制率".split()
UNITS = "% 人 个 次 件 元 万元 元/人/月 元/件 元/人 元/次 人次 场 户 亩 公里 平方米 ㎡ 吨 台 套 份 家 所 处 项 天 小时 批 期 辆 册 篇 名 元/亩 元/年 万人 ‰ 千米 条 座 只 头 株 万人次 元/户".split()
VALUES = "效果明显 长期 显著 明显提升 逐步改善 持续 良好 优 有所提高 基本完成 按时完成 不断提高 无 是 中长期 稳步推进 有效保障 全覆盖 达标 优良中差".split()
OPERATORS = "≥≤=><"
PUNCTUATION = "，，，。。、、；：（）“”《》"

LATIN = [c for c in charset.ASCII if c.isalpha()]
SIGNS = [c for c in charset.ASCII if not c.isalnum() and c != "~"] + charset.SYMBOLS
RARE = [c for c in SIGNS if c in "①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ\\^`|{}$#@&"]
SIGNS = [c for c in SIGNS if c not in RARE]
KNOWN = set(charset.ASCII + charset.SYMBOLS + charset.LEVEL1 + charset.LEVEL2)


class Texts:
    """Draws texts; `known` characters only, of about `length` characters."""

    def __init__(self):
        words, counts = [], []
        with open(JIEBA, encoding="utf-8") as file:
            for line in file:
                word, count = line.split(" ")[:2]
                if 2 <= len(word) <= 8 and set(word) <= KNOWN and not word.isascii():
                    words.append(word)
                    counts.append(float(count) ** 0.5)  # rare words often enough to be learned
        self._words = words
        self._cumulated = np.cumsum(counts) / np.sum(counts)

    def word(self, rng):
        return self._words[int(np.searchsorted(self._cumulated, rng.random()))]

    def draw(self, rng, length):
        kind = rng.random()
        if kind < 0.36:
            return self.random_hanzi(rng, length)
        if kind < 0.60:
            return self.prose(rng, length)
        if kind < 0.74:
            return self.name(rng)[:length]
        if kind < 0.94:
            return number(rng)
        return mixture(rng, length)

    def random_hanzi(self, rng, length):
        """Each character of the set as often as the next, so that rare ones are learned too."""
        chars = []
        for _ in range(length):
            chars.append(_pick(rng, charset.LEVEL1) if rng.random() < 0.55 else _pick(rng, charset.LEVEL2))
        return "".join(chars)

    def prose(self, rng, length):
        text = "" if rng.random() < 0.8 else f"{rng.integers(1, 30)}" + _pick(rng, "．、.")
        while len(text) < length:
            text += self.word(rng)
            if rng.random() < 0.2:
                text += _pick(rng, PUNCTUATION)
            elif rng.random() < 0.08:
                text += number(rng)
            elif rng.random() < 0.12:  # a lone digit among hanzi
                text += str(rng.integers(1, 10)) + _pick(rng, ["：", "、", "个", "项", "月", "", ""])
        start = int(rng.integers(0, max(1, len(text) - length + 1)))
        return text[start:start + length]

    def name(self, rng):
        kind = rng.random()
        if kind < 0.3:
            return _pick(rng, PLACES) + _pick(rng, RANKS) + _pick(rng, OFFICES)
        if kind < 0.45:
            return _pick(rng, LABELS)
        if kind < 0.62:  # a label with what is filled in
            place = _pick(rng, PLACES) + _pick(rng, OFFICES)
            return _pick(rng, LABELS)[-5:] + _pick(rng, ["：", "：", "（盖章）：", "（公章）：", ":"]) + (
                place if rng.random() < 0.6 else _amount(rng))
        if kind < 0.9:
            return _pick(rng, TOPICS) + _pick(rng, MEASURES)
        return _pick(rng, VALUES)


def number(rng):
    """Amounts, values with operator and unit, dates, ranges: what the cells of a form hold."""
    kind = rng.random()
    value = _amount(rng)
    if kind < 0.3:
        return value
    if kind < 0.42:
        return _pick(rng, OPERATORS) + value + (_pick(rng, UNITS) if rng.random() < 0.6 else "")
    if kind < 0.54:
        return _pick(rng, UNITS)
    if kind < 0.62:
        return _pick(rng, OPERATORS)
    if kind < 0.82:
        year, month, day = rng.integers(1990, 2036), rng.integers(1, 13), rng.integers(1, 32)
        return _pick(rng, [f"{year}年{month}月", f"{year}年{month:02}月", f"{year}年{month}月{day}日", f"{year}年", f"（{year}年度）",
                           f"{year}-{month:02}-{day:02}", f"{year}.{month:02}", f"{year}年{month}月-{year}年12月", f"{year}/{month}/{day}"])
    if kind < 0.9:
        return value + _pick(rng, UNITS)
    if kind < 0.95:
        return f"目标{rng.integers(1, 10)}：" if rng.random() < 0.6 else f"（{rng.integers(1, 30)}）"
    return "".join(_pick(rng, "0123456789") for _ in range(int(rng.integers(3, 12))))


def _amount(rng):
    digits = int(rng.integers(1, 6))
    whole = int(rng.integers(0, 10 ** digits))
    kind = rng.random()
    if kind < 0.35:
        return str(whole)
    if kind < 0.75:
        return f"{whole}.{rng.integers(0, 100):02}"
    if kind < 0.85:
        return f"{whole:,}.{rng.integers(0, 100):02}"
    if kind < 0.95:
        return f"{whole}.{rng.integers(0, 10)}"
    return f"-{whole}.{rng.integers(0, 100):02}"


def mixture(rng, length):
    """Signs, letters, digits and hanzi in no order."""
    pools = [RARE if rng.random() < 0.15 else SIGNS, LATIN, list("0123456789"), charset.LEVEL1, list("≥≤=><%/，。（）一二三")]
    return "".join(_pick(rng, pools[int(rng.integers(0, len(pools)))]) for _ in range(length))


def _pick(rng, items):
    return items[int(rng.integers(0, len(items)))]
