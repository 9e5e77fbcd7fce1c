export default {
  title: '统计', filter: { region: '辖区', from: '从', to: '到', period: '时段', week: '近 7 天', month: '近 30 天', quarter: '近 90 天', year: '近一年' },
  scope: '{region}及下级辖区，{from} 至 {to}', scopeNow: '{region}及下级辖区，此刻', scopeActive: '{region}及下级辖区的队伍，今天往前 30 天',
  part: { patrols: '巡防', cases: '上报与办结', hours: '时长与积分', teams: '队伍', days: '近 14 天' },
  figure: {
    patrols: '巡防任务次数', patrolsFormula: '时段内开始、已发布且未取消的任务数 + 我要巡逻次数（{self}）', participations: '参与人次', participationsFormula: '时段内签到次数，含我要巡逻；一人多次计多次', participants: '参与人数', participantsFormula: '时段内签到过的不同人数',
    online: '实时在线', onlineFormula: '已签到、未签退的人数', peak: '在线峰值', peakFormula: '每分钟统计一次同时在岗人数，取时段内最大值', peakAt: '{at}', reported: '上报', reportedFormula: '时段内上报的事项数，撤回和并单不计', handled: '办结', handledFormula: '其中已答复或已办结的事项数', handledShare: '办结率', handledShareFormula: '办结 ÷ 上报',
    onTime: '按时率', onTimeFormula: '按时办结 {inTime} ÷（已办结 {closed} + 超时未办结 {overdue}）', minutes: '服务时长', minutesFormula: '时段内开始、已确认的服务记录的入账分钟之和', points: '发放积分', pointsFormula: '这些服务记录入账的积分之和', teams: '队伍', teamsFormula: '在册队伍数', members: '队员', membersFormula: '各队在队人数之和，一人在两队计两次', active: '活跃率', activeFormula: '近 30 天有已确认服务记录的队员 {active} ÷ 队员 {members}',
  },
  unit: { times: '次', visits: '人次', people: '人', cases: '件', hours: '小时', points: '分', teams: '支' },
  chart: { label: '近 14 天每日参与人次、任务次数和在线峰值', participations: '参与人次', patrols: '任务次数', peak: '在线峰值', day: '日期', table: '以表格查看', none: '没有采样' },
  teams: { name: '队伍', region: '辖区', members: '队员', active: '活跃', share: '活跃率', none: '还没有队伍', noneWhat: '在“人员”中创建队伍，或邀请队长登记。' },
} as const
