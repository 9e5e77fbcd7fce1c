export default {
  page: { what: '规则挂在辖区上：本辖区没有设的，沿用最近的上级；都没有设的，用默认值。已经开始的巡逻按开始时的规则算到底。', region: '辖区', effective: '现在生效', source: '来自', own: '本辖区设定', none: '沿用', readOnly: '由区县和市级管理员修改。' },
  group: { checkIn: '签到与结束', self: '我要巡逻', confirm: '自动确认' },
  groupWhat: { checkIn: '任务的签到、范围和自动结束。', self: '没有任务、自己出发的巡逻。', confirm: '下面四项都达到、证明不是“不足”、没有其他疑问，服务记录自动确认；否则等辖区管理员。' },
  source: { default: '默认值', own: '本辖区，{time} 起', above: '{region}，{time} 起' },
  rule: {
    earlyMinutes: '提前签到', fence_m: '签到范围', accuracyMax_m: '定位误差上限', graceMinutes: '结束宽限', lateFlagMinutes: '补传标记', selfRealNameRequired: '需实名认证', selfPointsPerHour: '每小时积分', selfMinutesMax: '最长时间',
    confirmMinutesMin: '最短时长', confirmPace_m_per_min: '最低步速', confirmInsideShareMin: '在范围内的份额', confirmWatchedShareMin: '有定位的份额',
  },
  formula: {
    earlyMinutes: '可签到时间 ≥ 任务开始 − {value}', fence_m: '到路线或区域的距离 ≤ {value}，才能签到；定位点也按此算“在范围内”', accuracyMax_m: '定位误差 ≤ {value}，才能签到', graceMinutes: '自动结束 = 计划结束 + {value}；时长仍只计到计划结束', lateFlagMinutes: '送达时间 − 签到时间 > {value}，标为补传，不自动确认',
    selfRealNameRequired: '实名认证通过才能自己出发：{value}', selfPointsPerHour: '积分 = 分钟 × {value} ÷ 60，向下取整', selfMinutesMax: '计划结束 = 出发 + {value}',
    confirmMinutesMin: '服务时长 ≥ {value}', confirmPace_m_per_min: '里程 ≥ 时长 × {value}', confirmInsideShareMin: '范围内的定位点 ÷ 全部定位点 ≥ {value}', confirmWatchedShareMin: '有定位的时间 ÷ 时长 ≥ {value}',
  },
  unit: { minutes: '{value} 分钟', metres: '{value} 米', points: '{value} 积分', pace: '{value} 米/分', yes: '是', no: '否', share: '{value}%' },
  edit: { bounds: '{min} 至 {max}', from: '生效时间', fromHint: '不填，立即生效；最多提前 90 天。', reason: '修改理由', reasonHint: '会记入操作日志', save: '保存为第 {version} 版', saved: '已保存', nothing: '没有改动', needReason: '请写理由', unsound: '请先改正标出的数字' },
  coming: { title: '第 {version} 版，{time} 起生效', what: '现在保存会取代它。' },
  versions: { title: '历次设定', none: '本辖区还没有设定过', version: '版本', from: '生效时间', by: '设定人', what: '内容', reason: '理由', empty: '全部沿用上级' },
} as const
