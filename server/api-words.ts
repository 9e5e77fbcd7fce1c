/** The words of the API in Chinese, for its description and its page; the English ones stand in the contracts. Keyed by operation. */
import type { ApiChinese } from './platform/pages/api-description.ts'

const places = {
  'places.city': '城市及其平台的名称、颜色和所在位置', 'places.renameCity': '为平台命名并选定颜色（市级管理员）', 'places.register': '全国统计用区划中的城市，供空城市的首页选择；已有辖区时为空',
  'places.regions': '某辖区的下级辖区，或名称含有关键词的辖区，或根辖区', 'places.regionAt': '某位置所在的最小辖区；在城市之外时为 404', 'places.region': '一个辖区及其各级上级',
  'places.boundary': '一个辖区的边界（GeoJSON）', 'places.childBoundaries': '某辖区各下级辖区的边界（GeoJSON）', 'places.createZone': '设立功能区（市级管理员）', 'places.removeZone': '撤销空的功能区（市级管理员）',
  'places.moveRegion': '把镇、街道划入另一区县或功能区，其下级随之划转（市级管理员）', 'places.tile': '城市地图的一块矢量瓦片，0 至 15 级',
}

const people = {
  'people.requestCode': '向手机发送一次性验证码；号码是否已登记，应答都相同', 'people.signIn': '用手机号和验证码登录，写入 cookie rv_session；首次登录即建立账号', 'people.signOut': '退出登录',
  'people.mySessions': '我在哪些设备上登录', 'people.revokeSession': '结束我的一个登录', 'people.me': '我是谁（脱敏），含角色、团队和待同意的条款', 'people.setProfile': '我的辖区、技能、语言和字号', 'people.myNotices': '与我有关的消息，最新在前，保留 90 天', 'people.readNotices': '这条及更早的消息我已看过，或只看过这一条',
  'people.registerRealName': '提交姓名和身份证号以供核验', 'people.consentTexts': '需要同意的条款，每种用途的最新版本', 'people.myConsents': '我同意过的条款', 'people.giveConsent': '同意所示版本', 'people.withdrawConsent': '撤回同意',
  'people.myCopy': '平台所存的我的全部资料（JSON）', 'people.deleteMe': '注销我的账号；需要新发到我手机的验证码', 'people.myInvitations': '等待我答复的邀请', 'people.answerInvitation': '接受或谢绝邀请', 'people.myJoinRequests': '我加入团队的申请',
  'people.people': '本辖区的人员（脱敏）', 'people.findPeople': '本辖区内姓名或手机号完全相符的人员；用 POST，使地址和日志中不出现身份信息', 'people.person': '一名人员（脱敏）', 'people.readIdentity': '查看完整身份信息；需写明理由并留有记录',
  'people.applications': '待办的实名核验，最早的在前', 'people.decideApplication': '通过或驳回实名核验', 'people.grants': '本辖区内有效的角色', 'people.grantRole': '授予某辖区或某单位的角色', 'people.revokeGrant': '收回角色',
  'people.firstOfficerOpen': '城市是否还在等待第一位管理员', 'people.becomeFirstOfficer': '凭服务器打印的口令成为本市第一位管理员；空城市按全国区划和给定的中心建立',
  'people.organisations': '本辖区的单位', 'people.createOrganisation': '登记单位', 'people.editOrganisation': '更正单位信息', 'people.teams': '团队名册', 'people.team': '一个团队', 'people.createTeam': '组建团队', 'people.editTeam': '修改名称、类别或介绍', 'people.closeTeam': '解散团队',
  'people.members': '成员（脱敏）；供本队人员和管理员查看', 'people.removeMember': '移除成员', 'people.leaveTeam': '退出团队', 'people.handOverTeam': '把队长移交给一名成员', 'people.requestToJoin': '申请加入团队', 'people.joinRequests': '我带领或监管的团队中待办的申请',
  'people.decideJoinRequest': '同意或谢绝申请', 'people.withdrawJoinRequest': '撤回我的申请', 'people.teamLinks': '团队的二维码邀请', 'people.createTeamLink': '生成二维码邀请', 'people.revokeTeamLink': '作废二维码邀请', 'people.readTeamLink': '二维码邀请指向哪个团队', 'people.followTeamLink': '通过二维码邀请加入',
  'people.invitations': '我发出的邀请', 'people.invite': '邀请手机号加入团队或担任角色；本人登录并接受之前不生效', 'people.withdrawInvitation': '撤回邀请', 'people.auditLog': '本辖区内谁做了什么、看了什么，最新的在前',
}

const duties = {
  'duties.draftPatrol': '起草巡逻任务', 'duties.editPatrol': '修改尚未发布的任务', 'duties.publishPatrol': '立即发布，或定时发布', 'duties.cancelPatrol': '写明理由取消任务；所有占有名额的人都会收到通知', 'duties.patrol': '一项任务：已发布的人人可见，草稿供本辖区管理员查看',
  'duties.patrols': '本辖区的任务，开始时间最晚的在前', 'duties.nearbyPatrols': '某位置附近可参加的任务：先按时间、再按距离，或反过来', 'duties.claimSeat': '抢单：占一个名额', 'duties.releaseSeat': '在截止时间前退回名额；抢到后十分钟内、任务开始前也可以', 'duties.patrolClaims': '谁占有名额，任务取消后为取消时谁占有，供本辖区管理员查看',
  'duties.acknowledgeSeat': '确认已知晓单位为我安排的名额', 'duties.reservablePatrols': '为单位预留名额、适合本单位所在辖区的任务，最近的在前', 'duties.unitReservations': '本单位的预约，最新的在前', 'duties.patrolReservations': '一项任务上的单位及其成员，供本辖区管理员查看',
  'duties.reserveSeats': '为本单位预约名额，或改变数量；重复提交无妨', 'duties.returnSeats': '在放开时间前退回本单位的全部名额；已安排的成员随之解除', 'duties.findUnitMembers': '本单位的成员（脱敏）及安排时会遇到的问题；用 POST，使地址和日志中不出现姓名',
  'duties.assignMembers': '把成员安排到本单位的名额上；无法安排的逐一说明原因', 'duties.replaceMember': '用另一名成员替换', 'duties.takeOffMember': '取消一名成员的安排；放开时间前名额仍归本单位', 'duties.myDuties': '我尚未结束的名额，最近的在前，以及我正在做的事',
  'duties.checkIn': '到任务签到，或自行出发（我要巡逻）；同一编号重复提交无妨。离线签到而任务其间被取消的，仍予接收，由管理员决定', 'duties.checkOut': '结束巡逻；重复提交无妨', 'duties.attendance': '一次参加情况：我自己的，或本辖区的',
  'duties.policy': '某辖区或某位置现行的规则：每个数值及其来源；都不指明时为全市', 'duties.policyVersions': '某辖区何时作过哪些规定，最新的在前，供其管理员查看', 'duties.setPolicy': '制定某辖区的规则，由区县或市级管理员办理；未写明的从上级继承',
  'duties.myRecords': '我的服务记录，最新的在前', 'duties.records': '本辖区的记录', 'duties.record': '一条记录：我自己的，或本辖区的', 'duties.confirmRecord': '确认；分钟数少于实测的须附说明。时长和积分随之入账', 'duties.rejectRecord': '写明理由驳回；已入账的予以冲销', 'duties.disputeRecord': '对我的记录提出异议',
}

const cases = {
  'cases.categories': '可以上报的类别及各类的问题', 'cases.report': '上报；同一编号再次提交得到同一事项', 'cases.similar': '同类、150 米和 14 天以内未办结的事项', 'cases.list': '受理台：本人权限范围内的事项', 'cases.counts': '受理台按状态的数量、超期数和按时率', 'cases.mine': '我上报的和我关注的',
  'cases.get': '一个事项，按查看者的权限显示', 'cases.takeStep': '办理步骤表中的一步；事项因此离开本人权限范围时为 null', 'cases.follow': '关注相似事项，不再重复上报', 'cases.unfollow': '取消关注', 'cases.storePhoto': '上报前先上传照片：正文为原始文件，至多 12 MB；相机写入的信息会被清除', 'cases.photo': '一张照片，供可以查看其事项的人',
}

export const apiChinese: ApiChinese = {
  title: '红马甲',
  about: '时间为 UTC 的 ISO 8601，位置为 WGS-84 的经度和纬度。登录者发送 cookie rv_session。拒绝以问题文档（RFC 9457）说明，附固定代码。',
  tags: { places: '城市与辖区', people: '人员与团队', ledger: '积分与时长', tracking: '在岗与轨迹', duties: '任务与巡逻', cases: '事项', statistics: '统计' },
  summaries: {
    ...places, ...people, ...duties, ...cases,
    'ledger.myBalances': '我的积分和服务分钟数', 'ledger.myEntries': '我账户上的每一笔及其缘由，最新的在前',
    'ledger.disputeEntry': '对我账户上的一笔提出异议；巡逻所得的，在其服务记录中提出', 'ledger.entryDisputes': '本辖区对入账的异议，待答复的在前', 'ledger.decideEntryDispute': '答复一笔入账的异议：维持，或冲正',
    'tracking.walkers': '本辖区谁在岗、在何处，作为地图旁的列表', 'tracking.walker': '实时地图上的一个人：按画面帧中的编号（服务器重启后会变），或按其参加记录（长期有效）', 'tracking.track': '一次参加的清洗后轨迹：我自己的，或本辖区的；查看他人的会留有记录',
    'statistics.headline': '某辖区及其各部分在若干整天内的主要数字', 'statistics.days': '逐日数字，至今日', 'statistics.teams': '团队名册及活跃比例，人数最多的在前',
  },
}
