export default {
  language: { zh: '中文', en: 'English', choose: '语言' },
  appearance: { choose: '显示', light: '浅色', dark: '深色', system: '跟随系统' },
  patrol: { self: '我要巡逻' },
  state: { loading: '正在加载', code: '代码 {code}' },
  act: { retry: '再试一次', renew: '重新载入', back: '返回', signIn: '去登录', close: '关闭', undo: '撤销', clear: '清除', finish: '完成', raise: '拉高面板', lower: '放低面板' },
  remedy: {
    'sign-in': '登录后会回到这里。', offline: '有信号后会自动打开；已填写的内容不会丢失。', retry: '请稍等片刻再试；已填写的内容不会丢失。', reload: '这里的情况可能刚刚变化，请刷新后再看。', renew: '重新载入就是新的；已保存和待发送的内容都在。',
    back: '如果您认为应当可以查看，请联系本辖区管理员。', correct: '请检查填写的内容，改正后再提交。',
  },
  figure: { why: '{label}怎么算', formula: '公式', scope: '范围' },
  demo: { mark: '演示', what: '演示城市：人员和事项均为虚构' },
  map: {
    zoomIn: '放大', zoomOut: '缩小', label: '地图', schematic: '示意图：界线与街道为演示绘制，非测绘成果', schematicShort: '示意图，非测绘成果', bare: '边界和道路尚未导入', loading: '正在加载地图', slow: '地图加载较慢，请稍候', groundless: '底图没有取到', absent: '没有网络，地图暂时打不开。', failed: '地图没有取到。', old: '系统已更新，重新载入后才能打开地图。', broken: '这台设备无法显示地图，请看列表。', list: '以列表查看', hideList: '收起列表', locate: '我的位置', me: '我在这里',
    whole: '看全图', nothing: '地图上没有内容', locateRefused: '没有取得定位，请在系统设置中允许使用位置。',
    drawRoute: '在地图上依次点击，画出路线', drawArea: '在地图上依次点击，圈出范围', addCentre: '把地图中心加为一点', drawn: '已画 {count} 点 · {length}', tooFew: '至少还需 {count} 点',
  },
} as const
