export default {
  tab: { home: '首页', duties: '任务', report: '随手拍', me: '我的' },
  shell: {
    tabs: '主要功能', back: '返回', offline: '没有网络，可以继续使用', waiting: '{count} 条待发送，有信号自动上传', sending: '正在发送 {count} 条', refused: '{count} 条没有被接受，请查看原因', newVersion: '有新版本', update: '现在更新',
  },
  home: { setOut: '我要巡逻', setOutWhat: '现在出发，自动记录路线和时长', welcome: '有时间，做志愿者', welcomeWhat: '登录后可以领任务、巡逻、上报身边的问题，服务时长和积分记在您名下。', signIn: '用手机号登录', more: '更多服务' },
  title: { duty: '任务', record: '服务记录', points: '积分与时长', signIn: '登录', join: '加入队伍', teams: '志愿队伍', team: '队伍', consents: '约定与同意', realName: '实名认证', profile: '我的资料', account: '账号与个人信息' },
  tile: { consultation: '咨询', mall: '积分商城', alerts: '预警', quiz: '知识竞赛' },
  danger: { title: '有人正处于危险中？请直接拨打', n110: '报警', n119: '火警', n120: '急救', n122: '交通' },
  me: { guest: '还没有登录', guestWhat: '登录后可以看到自己的任务、时长和积分。', records: '服务记录', points: '积分', cases: '我的上报' },
  notices: { title: '消息', count: '{count} 条未读', allRead: '没有未读' },
  realName: { unverified: '尚未实名认证', pending: '实名认证审核中', verified: '已实名认证', rejected: '实名认证未通过' },
  settings: { title: '设置', letters: '字号', plain: '标准', big: '大字', texts: '短信提醒', textsWhat: '24 小时内的任务被取消或您被撤下时，另发一条短信；夜里 22 点到早上 7 点不打扰，除非任务在早上 9 点前开始。', on: '开', off: '关' },
  outbox: {
    title: '待发送', none: '全部已发送', noneWhat: '没有网络时做的事会先存在这部手机里，有信号后自动上传。', positions: '巡逻定位 {count} 条', waitingCount: '{count} 条待发送', refusedCount: '{count} 条未被接受',
    queued: '等待发送', sending: '正在发送', refused: '未被接受', send: '现在发送', later: '有信号后会自动上传，不必守着。', correct: '改正', again: '再次发送', discard: '放弃', others: '另有 {count} 项是先前在这部手机上登录的人留下的，等本人登录后再发送。',
  },
  command: { report: '随手拍上报', checkIn: '签到', checkOut: '签退', claim: '抢单', release: '退单' },
  notFound: { title: '没有这个页面', hint: '地址可能写错，或这个页面已不在。', home: '回到首页' },
} as const
