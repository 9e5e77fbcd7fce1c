export default {
  title: '态势',
  map: '{city}态势图：在岗人员、事项和今天的任务',
  layer: { title: '图层', walkers: '在岗人员', cases: '未办结事项', patrols: '今天的任务', region: '辖区界线' },
  filter: { region: '辖区', look: '在岗方式', all: '全部', onPatrol: '任务巡防', selfStarted: '我要巡逻', kind: '任务类别', anyKind: '全部类别', category: '事项类别', anyCategory: '全部类别', title: '筛选与图层' },
  figure: {
    walkers: '在岗', walkersFormula: '已签到、未签退的人数，不论最近一次定位是否超时', cases: '事项', casesFormula: '未办结的事项数，含处置单位办理中和待回应', gap: '缺口',
    gapFormula: '今天未结束、已发布任务的名额 − 已抢名额，逐项相加', scope: '{region}，截至此刻',
  },
  live: { connecting: '正在连接实时数据…', live: '实时', lost: '实时连接中断，正在重连。图上是 {age} 的位置', ended: '登录已失效，请重新登录', refused: '您不能查看这个辖区的实时位置' },
  walker: {
    title: '在岗人员', kind: '方式', onPatrol: '任务巡防', selfStarted: '我要巡逻', name: '任务', since: '开始于', minutes: '已 {length}', fix: '最近定位', region: '辖区', planned: '计划结束', distance: '已走', moving: '移动时间', gaps: '定位中断', gapsWhat: '{count} 段，共 {length}', fixes: '定位点',
    person: '查看此人', patrol: '查看任务', gone: '已不在岗', goneWhat: '此人已签退，服务记录在“记录”中。', trail: '轨迹', trailLogged: '查看他人轨迹会留下日志', cells: '{count} 人', ageMinutes: '{minutes} 分钟前', fresh: '位置是最新的', stale: '位置可能已变', lost: '超过 5 分钟没有定位',
  },
  list: { open: '列表', close: '收起列表', title: '在岗人员 {count} 人', shown: '仅列出前 {count} 人，请缩小辖区', none: '此刻没有人在岗', noneWhat: '有人签到后会出现在这里和地图上。' },
  case: { title: '事项', open: '打开事项', due: '时限', reported: '上报于', place: '地点' },
  patrol: { seats: '名额 {taken}/{seats}', open: '打开任务', window: '时间' },
} as const
