export default {
  tabs: { settings: '设置', policy: '常设规则', city: '城市与平台', zones: '功能区' },
  city: {
    what: '平台和城市怎样称呼、用什么颜色。保存后所有页面立即使用，修改记入审计日志。', platformZh: '平台名称（中文）', platformEn: '平台名称（英文）', nameZh: '城市名称（中文）', nameEn: '城市名称（英文）', colour: '主色', colourHint: '写作 #rrggbb，白色文字要看得清', colourPick: '选取颜色',
    saved: '已保存，所有页面已使用', preview: '预览', light: '浅色', dark: '深色', sampleAct: '主要按钮', contrast: '白色文字的对比度 {contrast}，至少要 {least}', save: '保存', nothing: '没有改动', namesNeeded: '请填写四个名称', colourFormat: '颜色请写作 #rrggbb，例如 #b3261e', onlyCity: '只有全市管理员可以修改',
  },
  zones: {
    what: '功能区（如台商投资区、高新区）从区县划入镇、街道，代行管理。镇、街道的代码不变，管辖随归属改变。', none: '还没有功能区', noneWhat: '全市管理员可以新建功能区，再把镇、街道划入。', towns: '{count} 个镇、街道', noTowns: '还没有划入镇、街道', onlyCity: '只有全市管理员可以调整功能区',
    found: '新建功能区', code: '代码', codeHint: '市代码四位、字母 z、两位序号', nameZh: '名称（中文）', nameEn: '名称（英文，可不填）', center: '中心位置', centerHint: '拖动地图，让中心落在图钉下；键盘用方向键移动，用加减号缩放。', zoomIn: '请再放大地图，图钉才指得准', inside: '图钉位于{region}', outside: '图钉不在本市范围内', nameNeeded: '请填写名称', codeWrong: '代码应为 {root}z 加两位数字', save: '新建',
    moveIn: '划入镇、街道', moveBack: '划回{county}', noCounty: '原区县已不存在', dissolve: '撤销', dissolveWhat: '撤销{zone}？授予该功能区的角色同时终止。', dissolveRoles: '{count} 个角色将终止：{who}', dissolveNoRoles: '目前没有人担任该功能区的角色。', holder: '{name}（{role}）', between: '、', choose: '选择镇、街道', chooseHint: '输入名称或选择', confirm: '确认划转',
    moveTitle: '划转{town}', moveWhat: '{town}及其社区、网格将从{from}划入{to}。此后由{to}的管理员和民警管理其任务、事项、人员和记录，{from}的角色不再管辖。代码不变，可以划回。',
  },
  act: { cancel: '取消' },
} as const
