export default {
  list: { title: '服务记录', state: '状态', region: '辖区', none: '没有待办的记录', noneWhat: '能自动确认的记录已按规则入账。', more: '加载更多', minutes: '{count} 分钟', all: '全部', map: '轨迹回放地图' },
  state: { pending: '待确认', disputed: '有异议', confirmed: '已确认', rejected: '已驳回' },
  one: {
    who: '服务人员', window: '时间', region: '辖区', recordedBy: '记录人', system: '系统', decided: '处理', by: '{who}，{at}', rule: '按规则自动确认', officer: '管理员', note: '说明', dispute: '本人异议', proofs: '证明', flags: '存疑', noFlags: '没有疑点', strength: '证明强度', patrol: '查看任务', person: '查看此人',
  },
  figure: {
    minutes: '实测时长', minutesFormula: '签退 − 签到，取整分钟；有任务的只算任务时间窗之内', credited: '入账时长', points: '积分', pointsFormula: '入账分钟 × 每小时 {rate} 积分 ÷ 60，向下取整', distance: '步行里程', distanceFormula: '清洗后轨迹的逐点距离之和；跳点、模拟定位和静止漂移不计（算法第 {version} 版）', moving: '移动时间', movingFormula: '相邻定位间有位移的时段之和', covered: '路线覆盖', coveredFormula: '走过的路线长度 ÷ 路线总长，走到两侧一定距离内算走过', fixes: '定位点', fixesFormula: '签到到签退之间采用的定位点数', scope: '本次签到到签退',
  },
  unit: { minutes: '分钟', points: '积分' },
  strength: { strong: '强：签到在范围内，轨迹也在范围内', medium: '中：只有一项成立，或自主巡逻有连续轨迹', weak: '弱：没有可靠证明' },
  proof: { geofence: '范围内签到', track: '连续轨迹', geofenceWhat: '距路线或区域 {detail}', trackWhat: '{fixes} 个定位点，{metres} 米' },
  flag: { 'mock-position': '出现手机标明的模拟定位', 'little-movement': '走动很少，接近原地不动', 'left-area': '不在任务范围内的时间过长', 'no-track': '没有任何定位', 'long-gap': '没有定位的时间过长', 'sent-late': '签到在事后补传', 'patrol-cancelled': '任务已取消，本人离线不知', 'auto-closed': '没有签退，到时自动结束' },
  replay: { title: '轨迹回放', none: '没有轨迹', gone: '轨迹已按约定删除，里程和时长保留', at: '{at}', gap: '此刻没有定位（中断 {length}）', gaps: '{count} 处中断，共 {length}，图上以虚圈和灰线标出，不算里程', play: '播放', pause: '暂停', slider: '回放时间', dropped: '剔除 {count} 点', live: '仍在巡逻，轨迹未定稿', logged: '查看他人轨迹会留下日志', here: '当时位置', start: '起点', end: '终点' },
  disputes: {
    title: '积分异议', parts: '服务记录与积分异议', region: '辖区', none: '没有积分异议', noneWhat: '志愿者对巡逻以外的入账提出的异议会列在这里；巡逻的在服务记录中。', more: '加载更多', entered: '{amount} · {at} 入账', points: '{count} 积分', minutes: '{count} 分钟', said: '本人异议（{at}）', answered: '答复（{at}）', answer: '答复，本人会看到', own: '不能答复自己的异议', case: '查看事项', keep: '维持不变', reverse: '冲正', what: '入账不改动：冲正会另记一笔相反的，余额随之变动。',
  },
  disputeState: { open: '待答复', kept: '维持不变', reversed: '已冲正' },
  step: { confirmDone: '已确认：{name}', rejectDone: '已驳回：{name}', confirmNext: '已确认：{name} · 下一条', rejectNext: '已驳回：{name} · 下一条', all: '可办理', confirm: '确认', reject: '驳回', minutes: '入账分钟', note: '说明', noteLess: '少于实测 {measured} 分钟，需写明原因', noteReject: '请写明驳回原因，本人会看到', notNow: '“{state}”的记录不能{step}', own: '不能处理自己的服务记录', back: '返回', done: '记录已处理' },
} as const
