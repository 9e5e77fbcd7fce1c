export default {
  overdue: '已超时',
  yes: '是', no: '否',
  ticket: '工单号 {number}', passedTo: '改派到 {desk}', extendedBy: '延长 {days} 个工作日',
  party: { reporter: '上报人', follower: '关注者', above: '上级督办' },
  danger: {
    ask: '有人正处于危险中吗？', why: '火情、伤人、落水、燃气泄漏、交通事故等，请先打电话，不要在这里等待。', yes: '是，有危险', no: '否，继续上报', call: '请立即拨打', back: '没有危险，返回上报',
    n110: '报警', n119: '火警', n120: '急救', n122: '交通事故',
  },
  report: {
    title: '随手拍', edit: '修改后再提交', signIn: '登录后就能上报，随时看到办理进展。', toSignIn: '去登录', photos: '照片', photosHint: '1–9 张，可拍远近各一张', photosOptional: '这类事项可以不拍照，请先保证自身安全', add: '拍照', remove: '删除第 {number} 张照片', shown: '第 {number} 张照片',
    photoNote: '拍摄地点、手机型号等信息会在本机去除。请避开人脸和车牌。', photoBroken: '这张图片无法读取，请换一张。', place: '位置', placeHint: '移动地图，让图钉对准地点', finding: '正在定位…', noFix: '没有取得定位，请移动地图，或用文字说明。',
    fixed: '已取得定位', pin: '图钉所在：{place}', outside: '图钉不在本市范围内', pinLater: '现在定不了位，先用文字说明', address: '地点说明', addressHint: '例如：新华西路 12 号旁', addressNeeded: '请说明地点，之后可补充位置', category: '类别', words: '情况描述', wordsHint: '看到了什么，持续多久（可不填）',
    similar: '附近已有相似上报', follow: '就是这件，关注它', followed: '已关注', yours: '您已上报', metres: '距离 {count} 米', followers: '{count} 人关注', preview: '受理台将看到', previewWho: '姓名只显示姓氏，电话隐去中间四位',
    mark: '文字里好像有{what}，请删去他人的个人信息。', markPhone: '手机号', markId: '身份证号', markPlate: '车牌号',
    restored: '这是上次没有发出的内容，存在这部手机里，一天后删除。', startOver: '清空重写',
    notKept: '没有存进手机，可能是空间不足。内容还在，请再试一次。', needPhoto: '请至少拍一张照片', needCategory: '请选择类别', needAnswers: '请回答问题', needPlace: '请确定位置', submit: '提交', saving: '正在保存…', emergency: '这一类请直接打电话', optional: '可不填',
  },
  mine: { title: '我的上报', none: '还没有上报', noneWhat: '路灯不亮、井盖破损、通道堵塞，拍下来就有人管。', report: '去上报', more: '更多', waiting: '等待发送', refused: '没有被接受', follows: '我关注的' },
  one: {
    title: '事项', kept: '已保存在这部手机', keptWhat: '有信号后自动上传，到时会有编号。', sending: '正在发送…', refused: '没有被接受', edit: '去修改', terms: '阅读并同意', due: '办理时限 {at}', dueLeft: '还有 {left}', dueOver: '已超过 {left}', desk: '由 {desk} 办理', history: '经过', photos: '照片',
    asked: '{question}：{answer}', askSolved: '问题解决了吗？', answer: '答复', solved: '已解决', notSolved: '没有解决', wordSolved: '想说一句（可不填）', wordNotSolved: '还有什么问题', send: '提交', cancel: '取消', more: '其他操作', outcomeSolved: '您确认已解决', outcomeUnanswered: '到期未回应，自动办结', outcomeWithdrawn: '已撤回',
    locate: '补充位置', needLocate: '还没有位置，请补充，否则无法派人。', here: '就在图钉这里', moveMap: '没有取得定位，请移动地图，让图钉对准地点', duplicate: '并入 {number}', follower: '您在关注这件事项，可看到进展和答复。', unfollow: '不再关注', leg: '承办平台',
  },
  desk: {
    title: '事项', list: '事项列表', search: '编号、描述、地点', state: '状态', open: '未办结', all: '全部', category: '类别', anyCategory: '全部类别', overdue: '只看超时', mine: '我经办', sort: '排序', newest: '最新', dueFirst: '时限近', none: '没有符合条件的事项', noneWhat: '换一个条件看看。', more: '加载更多',
    countOpen: '未办结', countOpenFormula: '未办结的事项数，含处置单位办理中和待回应', countOverdue: '超时', countOverdueFormula: '其中已超过办理时限、尚未答复的事项数', countScope: '本辖区，截至此刻', onTime: '按时率', onTimeFormula: '按时办结数 ÷（已办结数 + 超时未办结数）', onTimeScope: '本辖区近 90 天上报的事项；撤回和并单不计', map: '事项地图', layer: '事项',
    facts: '情况', reporter: '上报人', phone: '电话', place: '地点', due: '时限', assignee: '处置单位', patrol: '巡逻中上报', followers: '关注', history: '经过', photos: '照片', answers: '问答', internal: '内部', noWords: '没有文字描述', supervised: '督办', urged: '催办', reopened: '重办 {count} 次',
    steps: '可办理', take: '确定', cancel: '取消', note: '说明', publicNote: '公开答复（上报人可见）', reason: '理由', target: '受理台', targetRegion: '辖区', zoomIn: '请放大地图，让图钉对准地点', channel: '转办到', duplicateOf: '并入哪一件', days: '工作日', assigneeWhat: '派给谁', choose: '请选择', noSimilar: '附近没有同类事项', gone: '事项已转出您的辖区', tries: '已试 {count} 次', nextTry: '下次 {at}', leg: '外转',
    pinned: '没有位置',
  },
  leg: { 'to-send': '待发送', failed: '发送失败', sent: '已送达', accepted: '已受理', replied: '已答复', returned: '已退回', recalled: '已收回' },
} as const
