export default {
  kind: { street: '街面巡防', night: '夜间巡逻', school: '护学岗', traffic: '交通劝导', fire: '消防巡查', water: '防溺水巡查', event: '活动安保' },
  skill: {
    'first-aid': '急救', 'medicine': '医疗', 'law': '法律', 'mediation': '调解', 'counselling': '心理疏导', 'driving': '驾驶', 'riding': '骑行', 'swimming': '游泳救生', 'fire': '消防', 'electrics': '电工', 'plumbing': '水暖维修', 'teaching': '辅导教学',
    'elder-care': '助老', 'sign-language': '手语', 'minnan': '闽南话', 'drone': '无人机', 'computer': '电脑网络',
  },
  home: {
    near: '附近任务', all: '全部任务', mine: '我的任务', onDuty: '正在巡逻', ended: '巡逻已结束', endedWhat: '查看小结', checkIn: '去签到', checkInWhat: '{name}，{when}', assigned: '{unit}安排您参加任务', assignedSee: '查看并回复',
  },
  list: {
    list: '列表', map: '地图', show: '怎么看', order: '怎么排', none: '附近没有可以参加的任务', noneWhat: '可以自己出发巡逻，路线和时长同样记录。', setOut: '我要巡逻', kept: '没有网络，显示 {time} 的内容', locate: '按我的位置找', locating: '正在定位',
    seats: '余 {left}/{seats}', full: '已满', kept4units: '余下留给单位', assigned: '单位安排', perHour: '{points} 积分/时', away: '距您 {distance}', soon: '{time}开始', running: '正在进行', grab: '抢', mine: '已抢到', route: '任务路线',
  },
  order: { soonest: '先开始', nearest: '离我近' },
  route: { title: '路线起点和终点', start: '起点', startMark: '起', end: '终点', endMark: '终', both: '起点和终点' },
  day: { today: '今天', tomorrow: '明天' },
  duty: {
    meeting: '集合点', meetingWhat: '路线起点，图上标“起”', meetingAway: '路线起点，图上标“起” · 距您 {distance}', map: '任务路线与范围', when: '时间', seats: '名额', seatsWhat: '共 {seats} 个，已有 {taken} 人', seatsKept: '共 {seats} − 已有 {taken} − 留给单位 {kept} = 可抢 {left}；{time} 起都可抢', points: '积分', pointsWhat: '{perHour} 积分/小时 × {hours} = {points} 积分（服务全程，按实际分钟计，向下取整）', conditions: '条件',
    realName: '需实名认证', anyone: '不需实名认证', age: '年龄 {from} 至 {to} 岁', ageFrom: '{from} 岁以上', ageTo: '{to} 岁以下', skills: '技能：{skills}', risk: '风险提示', insurance: '保险', release: '退单', releaseWhat: '开始前 {time}以内不能退单；刚抢到的，{minutes} 分钟内、开始前都可以退', releaseAlways: '开始前都可以退单', publisher: '发布单位', callHotline: '拨打 12345', releaseAssigned: '单位安排的名额，开始前都可以说去不了',
    claim: '抢单', claiming: '正在抢单', claimed: '名额是您的了', claimedWhat: '请按时到场签到。{time} 前可以退单。', tooLateToRelease: '已过退单时间，不能在这里退。去不了请告诉发布单位：{publisher}；联系不上可拨 12345 转告。', giveBack: '退单', giveBackSure: '确定退单？名额会让给别人。', giveBackYes: '确定退单', keep: '不退了',
    assignedBy: '{unit}（{by}）安排您参加', assignedWhat: '去不了请点“去不了”，名额还给{unit}。{time} 前都可以。', acknowledge: '知道了，我能去', acknowledged: '已告诉{by}您知道了。请按时到场签到。', decline: '去不了', declineSure: '确定去不了？单位不会再为这个任务安排您。', declineYes: '确定去不了', declineNo: '我能去',
    attended: '您已参加过这个任务', records: '看服务记录', goCheckIn: '去签到', checkInFrom: '{time} 起可以签到', cancelled: '任务已取消：{reason}', region: '辖区', line: '路线约 {length}', area: '在范围内巡查', outdated: '没有网络，名额可能已变化',
  },
  remedy: {
    'real-name-required': '去实名认证', 'consent-needed': '阅读并同意', 'terms-needed': '阅读并同意', 'overlapping-duty': '看我的任务', 'already-claimed': '看我的任务', 'sign-in-required': '去登录', 'patrol-full': '看附近其他任务', 'patrol-over': '看附近其他任务', 'patrol-not-open': '看附近其他任务',
    'already-on-duty': '回到巡逻', 'no-claim': '看附近任务', 'kept-for-units': '看附近其他任务', 'patrol-cancelled': '看附近其他任务', 'age-not-suitable': '看附近其他任务', 'skill-missing': '看附近其他任务',
  },
  review: { what: '您已提交，辖区管理员正在审核。通过后即可参加。', open: '看审核进度' },
  detail: {
    'outside-fence': '您离路线 {away_m} 米，需在 {allowed_m} 米以内。走近后再签到。', 'position-too-coarse': '误差约 {accuracy_m} 米，需在 {allowed_m} 米以内。到开阔处等几秒再试。', 'too-early': '{from} 起可以签到。', 'time-not-plausible': '请在手机设置中打开“自动设置时间”。',
    'real-name-required': '认证通过后即可参加，一般一到两个工作日。', 'consent-needed': '位置只在签到后、签退前记录。', 'kept-for-units': '{until} 起，没有派人的名额都可以抢。', 'patrol-cancelled': '原因：{reason}',
  },
  consent: { due: '出发前请阅读', agree: '同意并继续', agreeing: '正在保存', later: '不同意就不能签到巡逻，其他功能不受影响。' },
  start: {
    title: '我要巡逻', titleDuty: '签到', self: '现在出发，自动记录路线和时长，{points} 积分/小时。最长 {length}，到时自动结束。', selfPlain: '现在出发，自动记录路线和时长，到时自动结束。', begin: '开始巡逻', beginDuty: '签到', offline: '没有网络也可以开始：签到先存在手机里，有信号后补传。',
    accuracy: '已定位，误差约 {metres} 米', coarse: '定位误差约 {metres} 米，偏大。到开阔处等几秒会更准。', again: '重新定位', away: '离路线 {distance}',
    keepOpen: '巡逻时请保持本页在前台，熄屏或切到其他应用期间不记录位置。', upcoming: '您抢到的任务可以签到了', back: '返回',
  },
  position: {
    off: '尚未定位', asking: '正在定位', known: '已定位', refused: '没有定位权限。请在手机设置中允许浏览器使用位置，再回到这里。', unavailable: '暂时收不到定位信号。请到开阔处，或打开手机的定位开关。', timeout: '定位超时，正在重试。请到开阔处。',
    insecure: '当前网址不是 https，浏览器不允许定位。请用 https 地址打开。', paused: '页面在后台，暂停记录位置', allow: '允许定位',
  },
  walk: {
    running: '巡逻中', checkingIn: '正在签到', waitingIn: '签到待发送', refusedIn: '签到未被接受', refusedOut: '签退未被接受', ended: '巡逻已结束', map: '我的轨迹与任务路线', trail: '我的轨迹', route: '任务路线', missing: '还没走到', time: '时长', distance: '里程', covered: '覆盖', left: '到 {time}',
    coveredFormula: '走过的路线长度 ÷ 路线总长；轨迹 30 米以内算走过', coveredScope: '手机上的估算，以签退后记录为准', distanceFormula: '定位点连线，去掉误差大、跳动和原地的点；中断两分钟以上不计', fix: '定位 {time}', noFix: '还没有定位', sent: '已同步', waiting: '{count} 条待发送', offline: '{count} 条待发送，有信号自动上传', linkRefused: '服务器不接收本机定位，结束后请联系管理员',
    gaps: '中断 {count} 次，共 {time}，期间里程不计', coarse: '误差 {metres} 米，偏大', accuracy: '误差 {metres} 米', awake: '屏幕常亮', notAwake: '请保持亮屏，熄屏期间不记录', provisional: '签到存在手机里，有信号后补传；位置同时在记录。', report: '随手拍', sos: '紧急电话 · 长按', sosTitle: '请直接拨打', sosWhat: '按住一秒打开；键盘按回车。', sosHold: '请按住一秒，再松手', sosNobody: '这里只列出电话，不会自动通知任何人。', finish: '结束',
    finishSure: '确定结束巡逻？', finishWhat: '已巡逻 {time}，{distance}。结束后不再记录位置。', finishWaiting: '还有 {count} 条定位待发送，会先发送。', finishOffline: '没有网络：签退先存在手机里，有信号后补传。', finishYes: '确定结束', finishing: '正在发送定位', goOn: '继续巡逻', giveUp: '放弃这次签到', giveUpWhat: '放弃后，这次记录的位置会从手机删除。', tryAgain: '在这里重新签到', home: '首页', autoClosed: '到时自动结束',
    dangerClose: '关闭',
  },
  summary: { so: '已巡逻 {time}，{distance}。', sent: '签退已记下，记录正在生成', waiting: '签退存在手机里，有信号后自动上传', unsent: '还有 {count} 条待发送。可以先收起，有信号后自动上传，不会丢失。', fixes: '还有 {count} 条定位待发送，发送后记录会更新', see: '查看记录', done: '完成', minutes: '服务时长', noPoints: '待确认后入账' },
  record: {
    none: '还没有服务记录', noneWhat: '完成一次巡逻后，时长、积分和轨迹会出现在这里。', more: '更多', minutesWhat: '计入 {minutes} 分钟', measured: '实际 {minutes} 分钟', points: '{points} 积分', notCredited: '未入账', formula: '{minutes} 分钟 × {perHour} 积分/小时 ÷ 60 = {points} 积分（向下取整）', wouldBe: '确认后：{minutes} 分钟 × {perHour} 积分/小时 ÷ 60 = {points} 积分（向下取整）',
    times: '时间', moving: '行走', covered: '路线覆盖', fixes: '定位点', proof: '证明：{strength}', how: '怎么证明', noFlags: '没有疑问', decided: '确认', bySystem: '系统按规则确认', byOfficer: '管理员处理', decidedWhat: '{who}，{time}', note: '说明：{note}', waitingOfficer: '等待辖区管理员确认',
    here: '当时位置', track: '轨迹', trackMap: '这次巡逻的轨迹', play: '播放', pause: '暂停', position: '回放位置', trackNone: '没有轨迹', trackGone: '轨迹已按约定删除，里程和时长保留', gapsWhat: '中断 {count} 次，共 {time}，地图上断开显示', noGaps: '没有中断', ledger: '查看入账', openDuty: '查看任务', version: '过滤规则第 {version} 版',
    dispute: '对记录有异议', disputeWhat: '写明哪里不对，辖区管理员会重新核对。已入账的时长积分在处理期间保留。', reason: '理由', reasonHint: '例如：手机没电，实际走到了 21:00', send: '提交异议', cancel: '取消', disputed: '您的异议：{reason}',
  },
  recordState: { pending: '待确认', confirmed: '已确认', rejected: '未通过', disputed: '异议处理中' },
  strength: { strong: '充分', medium: '一般', weak: '不足' },
  strengthWhat: { strong: '签到在范围内，轨迹也在范围内', medium: '签到位置和轨迹中有一项成立', weak: '签到位置和轨迹都不足以证明' },
  proofKind: { geofence: '签到时在范围内（离路线 {detail}）', track: '行走轨迹：{fixes} 个定位点，{distance}' },
  flag: {
    'sent-late': '签到补传：当时没有网络', 'patrol-cancelled': '任务已取消，走过的时间由管理员确认', 'auto-closed': '到时自动结束，没有按签退', 'mock-position': '定位由其他应用伪造', 'little-movement': '移动很少，像是停留在一处', 'left-area': '不在任务范围内的时间过长', 'no-track': '没有轨迹', 'long-gap': '没有定位的时间过长',
  },
  points: {
    balance: '积分余额', hours: '累计服务', currency: '看哪一种', points: '积分', minutes: '时长', none: '还没有记录', noneWhat: '服务记录确认后，时长和积分会记在这里，每一笔都写明来由。', balanceAfter: '余额 {balance}', reversed: '已冲正', minutesUnit: '{count} 分钟', pointsUnit: '{count} 积分', more: '更多',
    balanceFormula: '全部入账减去全部支出和冲正', formulaPoints: '{minutes} 分钟 × {pointsPerHour} 积分/小时 ÷ 60，向下取整', formulaMinutes: '签到到签退之间、任务时间内的整分钟',
  },
  entryDispute: {
    act: '对此有异议', what: '写明哪里不对，辖区管理员核对后答复。这一笔不会被改动；确有差错的，另记一笔冲正。', hint: '例如：这件事不是我上报的', words: '您的异议：{words}', answer: '答复：{answer}',
  },
  entryDisputeState: { open: '异议处理中', kept: '已核对，维持不变', reversed: '已核对，予以冲正' },
  reason: { 'patrol-served': '巡逻服务：{name}', 'case-solved': '上报办结：{name}', 'reversal': '冲正：{name}', 'redemption': '积分兑换：{name}' },
} as const
