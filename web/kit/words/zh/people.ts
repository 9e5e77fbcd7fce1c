export default {
  signIn: {
    title: '登录', phone: '手机号', phoneHint: '11位手机号', getCode: '获取验证码', again: '重新获取', wait: '{count} 秒后重发', code: '验证码', codeHint: '6位数字', enter: '登录', sent: '验证码已发送到 {phone}，10分钟内有效。',
    demo: '演示城市：验证码是 {code}', change: '换一个手机号', terms: '首次登录将为您建立账号，接下来请阅读约定。没有您本人登录确认，任何人不能替您登记。',
  },
  firstRun: { title: '设立首位管理员', what: '这座城市还没有管理员。请输入服务器启动时打印的令牌，您将成为全市管理员，之后可以逐级授权。', token: '令牌', region: '城市', tokenNeeded: '请填写令牌', regionNeeded: '请选择城市', found: '城市还没有辖区。请选择所在城市，区县、镇街、社区的名称和代码取自国家统计区划。', lon: '中心经度', lat: '中心纬度', degrees: '以度为单位，例如 117.6471', here: '用我的位置', noFix: '没有取得位置，请手工填写。', bordersLater: '边界和道路用 npm run import-city 导入。导入之前没有位置落在辖区内，无法签到。', become: '成为首位管理员', closed: '首位管理员已经设立。', signInFirst: '请先用手机号登录。', toConsole: '进入工作台' },
  consents: {
    title: '约定与同意', due: '请先阅读并同意以下内容', required: '使用本平台需要', free: '可自行选择', agree: '同意', agreed: '已同意', withdraw: '撤回同意', withdrawn: '已撤回', outdated: '内容已更新', given: '{date} 同意，第 {version} 版', agreeAll: '全部阅读并同意', done: '继续', notGiven: '未同意',
  },
  realName: {
    title: '实名认证', why: '用于核实身份、判断年龄条件、出具服务证明和办理保险。加密保存，审核由您所在辖区的管理员进行。', name: '姓名', nameHint: '与身份证一致', idNumber: '身份证号码', idHint: '18位，末位可能是X', guardianName: '监护人姓名', guardianPhone: '监护人手机号', minor: '未满18周岁需填写监护人', submit: '提交审核', consent: '我已阅读并同意《实名信息单独同意》', read: '阅读全文',
    pending: '已提交，等待辖区管理员审核', pendingWhat: '一般一到两个工作日。审核期间可以浏览任务和上报。', verified: '已通过实名认证', rejected: '未通过：{reason}', region: '请先选择所在社区', again: '重新填写', age: '{count} 岁',
  },
  status: { unverified: '未实名', pending: '审核中', verified: '已实名', rejected: '未通过' },
  profile: { title: '我的资料', region: '所在社区', choose: '选择社区', change: '更换', search: '输入社区、街道名称', none: '没有找到这个名称的辖区', skills: '我会的', skillsWhat: '有专业条件的任务会按此匹配，可多选。', save: '保存', saved: '已保存' },
  skill: {
    'first-aid': '急救', 'medicine': '医疗', 'law': '法律', 'mediation': '调解', 'counselling': '心理疏导', 'driving': '驾驶', 'riding': '骑行', 'swimming': '游泳救生', 'fire': '消防', 'electrics': '电工', 'plumbing': '水暖维修',
    'teaching': '辅导教学', 'elder-care': '助老', 'sign-language': '手语', 'minnan': '闽南话', 'drone': '无人机', 'computer': '电脑网络',
  },
  role: { officer: '管理员', police: '民警', liaison: '单位联络员', leader: '队长' },
  organisationKind: { 'committee': '村居委会', 'street-office': '街道办、乡镇政府', 'police-station': '派出所', 'department': '机关部门', 'hospital': '医院', 'school': '学校', 'company': '企业', 'association': '社会组织' },
  teamKind: { patrol: '巡逻', riders: '骑行快处', traffic: '文明交通', mediation: '调解', medical: '医疗救护', legal: '法律服务', fire: '消防', care: '关爱帮扶', students: '学生志愿', general: '综合服务' },
  teams: {
    title: '志愿队伍', mine: '我的队伍', find: '找队伍', near: '本辖区的队伍', search: '队伍名称', none: '还没有队伍', noneWhat: '辖区管理员可以在工作台建立队伍。', noneMine: '您还没有加入队伍', members: '{count} 名队员', leader: '队长 {name}', noLeader: '尚无队长', youLead: '您是队长', join: '申请加入', message: '想对队长说的话（可不填）', requested: '已申请，等待队长确认', withdraw: '撤回申请', leave: '退出队伍', leaveSure: '再按一次确认退出',
    inside: '已是队员', closed: '队伍已解散', requests: '入队申请', approve: '同意', refuse: '不同意', membersTitle: '队员', about: '介绍', organisation: '所属单位', region: '辖区',
  },
  join: { title: '加入队伍', invited: '邀请您加入', accept: '加入', joined: '已加入', open: '查看队伍', signIn: '登录后加入' },
  invitation: { title: '邀请', toTeam: '{name} 邀请您加入「{team}」', toRole: '{name} 邀请您担任 {place} 的{role}', accept: '接受', refuse: '谢绝', what: '未经您确认，任何人不能替您登记。' },
  account: {
    title: '账号与个人信息', copy: '下载我的信息', copyWhat: '我们保存的关于您的全部信息，以及谁查看过。', sessions: '登录的设备', here: '本机', end: '退出该设备', device: '未知设备', seen: '最近使用 {time}', signOut: '退出登录', delete: '注销账号', deleteWhat: '注销后密钥销毁，姓名、身份证号码、手机号再也无法读取；服务记录只保留编号。不可恢复。', deleteCode: '获取注销验证码', deleteNow: '确认注销',
  },
  me: { realName: '实名认证', profile: '我的资料', teams: '志愿队伍', consents: '约定与同意', account: '账号与个人信息', invitations: '{count} 个邀请等您确认', consentsDue: '有约定需要您阅读', noTeams: '未加入', toConsole: '打开工作台' },
  tabs: { people: '人员', review: '实名审核', teams: '队伍', requests: '入队申请', organisations: '单位', grants: '角色', invitations: '邀请', audit: '审计日志' },
  list: { name: '姓名', phone: '手机号', status: '实名', age: '年龄', region: '辖区', joined: '注册时间', skills: '技能', nameExact: '完整姓名', phoneExact: '完整手机号', allStatus: '全部状态', find: '查找', none: '没有符合条件的人员', noneWhat: '姓名和手机号按完整内容精确查找，不支持部分匹配。', more: '更多', noRegion: '未选择' },
  detail: { teams: '队伍', grants: '角色', idNumber: '身份证', read: '查看完整身份', readWhat: '请写明理由。查看人、时间和理由会被记录，本人可以看到。', reason: '理由', show: '查看', hide: '收起', guardian: '监护人', birthDate: '出生日期', sex: '性别', female: '女', male: '男', grant: '授予角色', none: '无' },
  review: { none: '没有待审核的实名申请', noneWhat: '新的申请会出现在这里，先到先审。', submitted: '提交于', verify: '通过', reject: '不通过', why: '不通过的理由（本人可见）', minor: '未成年', check: '核对身份', pending: '待审核', verified: '已通过', rejected: '未通过' },
  grant: { title: '授予角色', role: '角色', place: '范围', by: '授予时间', revoke: '撤销', reason: '撤销理由', none: '辖区内还没有授予角色', grantTo: '授予', person: '人员', forOrganisation: '单位', all: '全部角色' },
  organisation: { title: '单位', add: '登记单位', edit: '修改', name: '名称', kind: '类别', creditCode: '统一社会信用代码', liaisons: '联络员', teams: '队伍数', none: '还没有登记单位', save: '保存' },
  team: { add: '建立队伍', edit: '修改', name: '名称', kind: '类别', about: '介绍', leader: '队长', members: '队员', close: '解散', closeReason: '解散理由', remove: '移出', removeReason: '移出理由', handOver: '移交队长', links: '二维码邀请', newLink: '生成二维码', days: '有效天数', uses: '可用次数', used: '已用 {uses}/{max}', until: '{date} 前有效', over: '已失效', revoke: '作废', copy: '复制链接', copied: '已复制', scan: '用手机扫码，登录后加入「{team}」', free: '不隶属单位', joinedAt: '加入时间' },
  invite: { title: '邀请', add: '按手机号邀请', phone: '手机号', what: '对方用该手机号登录并接受后才生效。', team: '加入队伍', orRole: '或担任角色', send: '发送邀请', to: '邀请内容', state: '状态', withdraw: '撤回', none: '还没有发出邀请', expires: '有效期至', open: '等待确认', accepted: '已接受', refused: '已谢绝', withdrawn: '已撤回', expired: '已过期' },
  audit: { at: '时间', who: '操作人', action: '操作', subject: '对象', reason: '理由', details: '详情', system: '系统', all: '全部操作', none: '没有记录', from: '起止日期' },
  action: {
    'identity-read': '查看完整身份', 'identity-clash': '身份证号码重复', 'real-name-verified': '实名通过', 'real-name-rejected': '实名未通过', 'role-granted': '授予角色', 'role-revoked': '撤销角色', 'team-founded': '建立队伍', 'team-changed': '修改队伍', 'team-closed': '解散队伍', 'team-handed-over': '移交队长', 'member-removed': '移出队员', 'member-left': '退出队伍',
    'join-approved': '同意入队', 'join-refused': '不同意入队', 'team-link-made': '生成二维码', 'team-link-revoked': '作废二维码', 'invited': '发出邀请', 'organisation-entered': '登记单位', 'organisation-corrected': '修改单位', 'copy-taken': '下载个人信息', 'deleted': '注销账号',
    'patrol-drafted': '新建任务', 'patrol-edited': '修改任务', 'patrol-scheduled': '定时发布任务', 'patrol-published': '发布任务', 'patrol-cancelled': '取消任务', 'seats-reserved': '单位预约名额', 'seats-returned': '单位退回名额', 'members-assigned': '单位派人', 'member-replaced': '单位换人', 'member-taken-off': '单位撤下成员', 'policy-set': '修改常设规则', 'record-confirmed': '确认服务记录', 'record-rejected': '驳回服务记录', 'live-view-opened': '打开实时位置', 'track-read': '查看轨迹', 'city-renamed': '修改城市名称', 'zone-created': '新建功能区', 'zone-removed': '撤销功能区', 'region-moved': '调整辖区归属',
  },
  subject: { person: '人员', team: '队伍', organisation: '单位', invitation: '邀请', case: '事项', region: '辖区', patrol: '任务', 'service-record': '服务记录', attendance: '一次巡逻', 'live-map': '实时地图', city: '城市' },
  act: { steps: '可办', cancel: '取消', confirm: '确定', back: '返回' },
} as const
