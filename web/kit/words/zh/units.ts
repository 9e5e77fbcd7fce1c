export default {
  page: {
    title: '单位预约', unit: '单位', teams: '本单位队伍与成员', what: '预约留给单位的名额，再派本单位成员去。到放开时间还没派人的名额，放给所有人抢单。',
    own: '本单位的预约', ownNone: '还没有预约', ownNoneWhat: '在下面选一个任务，填人数，点预约。', more: '更多', ended: '已过的预约', open: '可预约的任务', openNone: '没有更多可预约的任务', openNoneWhat: '任务发布后，留给单位的名额会出现在这里。',
  },
  seats: {
    left: '还可预约', leftFormula: '留给单位 {kept} − 各单位已预约 {reserved} = {left}', reserve: '预约', count: '预约人数', assigned: '已派 {assigned}/{seats}', missing: '缺 {count} 人',
    until: '{time} 放开', soon: '（{time}）', released: '{time} 已放开', perHour: '{points} 积分/时', all: '已约满', open: '派人', see: '查看',
  },
  state: { standing: '预约中', released: '已放开', returned: '已退回', cancelled: '任务已取消', begun: '进行中', over: '已结束' },
  sheet: {
    when: '时间', region: '辖区', points: '积分', conditions: '条件', realName: '需实名', anyone: '不限', age: '{from}–{to} 岁', ageFrom: '{from} 岁以上', ageTo: '{to} 岁以下', risk: '风险提示', until: '放开时间', seats: '预约名额', change: '修改', changeHint: '不少于已派人数；放开时间前可以增减。',
    giveBack: '退回全部名额', giveBackSure: '退回后，已派的 {count} 人不用去了，名额留给其他单位。', giveBackYes: '确定退回', keep: '不退了', members: '成员', membersNone: '还没有派人', replace: '换人', takeOff: '撤下', takeOffSure: '确定撤下 {name}？', yes: '确定', no: '取消', tooLate: '任务已开始，不能再改。',
  },
  find: {
    title: '派人', titleReplace: '选人接替 {name}', stop: '不换了', name: '按全名查找', find: '查找', none: '没有找到成员', noneWhat: '成员先加入本单位的队伍；姓名要写全。', pick: '选择', phone: '手机', teams: '队伍', why: '能否派', can: '可以', assign: '派上 {count} 人', take: '接替', full: '名额已派满；可先增加预约人数。', left: '还可派 {count} 人', refused: '这些人没有派上', masked: '姓名和手机号只显示一部分',
  },
  refusal: { 'already-claimed': '已在此任务上', 'overlapping-duty': '与其另一任务时间冲突', 'real-name-required': '未完成实名认证', 'age-not-suitable': '年龄不符合要求', 'skill-missing': '缺少所需技能', 'terms-needed': '未同意服务条款', 'consent-needed': '未同意巡逻期间的位置记录', 'declined-before': '本人已谢绝', 'reservation-full': '名额已派满', 'not-of-unit': '不是本单位成员' },
  member: { assigned: '未看到', acknowledged: '已知晓', attended: '已签到', 'no-show': '未到', declined: '本人谢绝', 'taken-off': '已撤下', replaced: '已换下', returned: '已退回', cancelled: '任务取消' },
  officer: { title: '单位预约', none: '还没有单位预约', line: '预约 {seats}，已派 {assigned}', kept: '留给单位', keptWhat: '{forUnits} 个，未派 {kept} 个，{time} 放开', keptOver: '{forUnits} 个，{time} 已放开', keptDraft: '{forUnits} 个，到 {time}', formula: '可抢名额 = 总数 {seats} − 已有人 {taken} − 留给单位未派 {kept} = {free}' },
} as const
