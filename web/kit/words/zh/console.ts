export default {
  rail: {
    situation: '态势', duties: '任务', reservations: '单位预约', cases: '事项', dispatch: '调度', people: '人员', records: '记录', points: '积分', publicity: '宣传', planning: '规划', statistics: '统计', settings: '设置',
  },
  shell: { skip: '跳到正文', parts: '工作台', region: '辖区', offline: '网络已断开，页面上是断开前的内容', signIn: '登录', signOut: '退出登录', toPhone: '打开手机端' },
  role: { officer: '管理员', police: '民警', liaison: '单位联络员', leader: '队长', none: '没有管理角色' },
  number: { needed: '请填数字', unreadable: '请只填数字', whole: '请填整数', least: '至少 {min}', most: '最多 {max}' },
  leave: { title: '有未保存的修改', what: '离开后，这一页上填写的内容会丢失。', stay: '留在本页', go: '放弃并离开' },
  steps: { closed: '现在不能办的（{count}）' },
  keys: { title: '键盘', search: '搜索', next: '下一条', previous: '上一条', act: '办理', close: '关闭', help: '显示本页' },
  situation: { map: '{city}态势图' },
  notFound: { title: '没有这个页面', hint: '地址可能写错，或这个页面已不在。', home: '回到首页' },
  refused: { title: '您没有此项权限', hint: '需要的话，请上级管理员为您授予角色。', noRole: '工作台供管理员使用', noRoleWhat: '您登录的账号没有管理角色。领任务、巡逻、随手拍请用手机端。' },
} as const
