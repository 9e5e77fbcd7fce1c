export default {
  region: { searching: '正在查找…', none: '您的辖区内没有这个名称' },
  phase: { draft: '草稿', scheduled: '待发布', wanted: '招人中', kept: '待单位派人', full: '已满员', running: '进行中', over: '已到时', cancelled: '已取消', finished: '已结束' },
  state: { draft: '草稿', scheduled: '待发布', open: '已发布', cancelled: '已取消', finished: '已结束' },
  list: {
    title: '任务', new: '新建任务', search: '任务名称', state: '状态', anyState: '全部状态', region: '辖区', time: '时间', none: '没有符合条件的任务', noneWhat: '换一个条件，或新建一项任务。', more: '加载更多', seats: '{taken}/{seats} 人', map: '任务地图', layer: '任务', free: '缺 {count} 人',
  },
  time: { ahead: '未结束', today: '今天', tomorrow: '明天', week: '今后 7 天', past: '过去 7 天', all: '全部时间' },
  one: {
    kind: '类别', window: '时间', region: '辖区', seats: '名额', seatsWhat: '已抢 {taken} / 共 {seats}', points: '积分', pointsWhat: '每小时 {points} 积分', conditions: '条件', realName: '需实名', anyone: '不限', age: '{from}–{to} 岁', ageFrom: '{from} 岁以上', ageTo: '{to} 岁以下', risk: '风险提示', insurance: '保险', release: '退单截止', releaseWhat: '开始前 {length}；抢到后 {minutes} 分钟内、开始前也可退', releaseNone: '开始前均可退单',
    publishAt: '定时发布', publishedAt: '发布于', publisher: '发布单位', cancelled: '取消原因', length: '路线长', seatsCancelled: '取消时已抢 {taken} / 共 {seats}', nobodyHad: '取消时还没有人抢单', people: '抢单人员', nobody: '还没有人抢单', claimed: '抢单于 {at}', autoClosed: '到时自动签退',
  },
  seat: { notYet: '未签到', absent: '未到', ended: '名额随任务取消，已通知本人', onDuty: '巡逻中，{from} 签到', done: '已签退，{from}–{to}' },
  step: {
    all: '可办理', publish: '立即发布', publishAt: '定时发布', edit: '修改', cancel: '取消任务', duplicate: '复制', back: '返回', reason: '取消原因（会告知已抢单的人）', at: '发布时间', published: '已发布', notNow: '当前为“{state}”，只有“{allowed}”时可以{step}', windowPast: '任务时间已过，请先修改时间',
    publishAsk: '发布后积分、名额和条件不能再改。', cancelAsk: '取消后不能恢复，{count} 位已抢单的人会收到通知。',
  },
  edit: {
    titleNew: '新建任务', titleEdit: '修改任务', titleCopy: '复制任务', name: '名称', nameHint: '例如：西桥夜巡', kind: '类别', region: '辖区', shape: '范围', route: '路线', area: '区域', shapeHint: '在地图上依次点击。第一点是集合点。', startsAt: '开始', endsAt: '结束', seats: '名额', points: '每小时积分', realName: '需完成实名认证', ageMin: '最小年龄', ageMax: '最大年龄', noLimit: '不限', skills: '所需技能', noSkills: '不限', risk: '风险提示', riskHint: '路况、天气、应避免的情况', insurance: '保险说明', insuranceHint: '由谁投保、保什么', release: '退单截止（开始前分钟）',
    save: '保存草稿', publish: '保存并发布', saveChanges: '保存修改', leave: '放弃修改', clear: '重画', map: '画任务范围的地图', required: '带 * 的必填', minutesHint: '0 表示开始前都可退单', length: '约 {length}',
    units: '留给单位（单位预约）', unitsHint: '这些名额先由单位预约、派本单位成员去；到放开时间还没派人的，放给所有人抢单。填 0 表示全部抢单。', seatsForUnits: '留给单位的名额', unitsUntil: '放开时间', unitsFormula: '发布时可抢 = {seats} − {kept} = {free} 个',
  },
  wrong: {
    name: '请写 2–60 个字', kind: '请选择类别', regionCode: '请选择您管理的辖区', shape: '路线至少两点，区域至少三点', startsAt: '请填写开始时间', endsAt: '结束要晚于开始，最长 12 小时', seats: '1–10000 人', pointsPerHour: '0–100 分', 'conditions-ageMin': '14–100 岁', 'conditions-ageMax': '14–120 岁，且不小于最小年龄', riskText: '请写明风险提示', insuranceNote: '请写明保险说明', releaseDeadlineMinutes: '0–10080 分钟', seatsForUnits: '不超过名额总数', unitsUntil: '发布之后、开始之前',
  },
} as const
