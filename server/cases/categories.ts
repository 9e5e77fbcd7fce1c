import type { Category } from './contract.ts'

const yesno = (code: string, zh: string, en: string) => ({ code, zh, en, kind: 'yesno' as const })
const text = (code: string, zh: string, en: string) => ({ code, zh, en, kind: 'text' as const })
const choice = (code: string, zh: string, en: string, ...options: Array<[code: string, zh: string, en: string]>) =>
  ({ code, zh, en, kind: 'choice' as const, options: options.map(([option, ozh, oen]) => ({ code: option, zh: ozh, en: oen })) })
const usual = { emergency: false, sensitive: false, photo: 'needed' } as const
/** A camera held at people brings danger or shame, and noise shows on no picture. */
const unseen = { ...usual, photo: 'optional' } as const

/**
 * What can be reported where the city has not set its own list. Desks, routes and deadlines (working days) are local
 * defaults of this product; no national rule prescribes them.
 */
export const defaultCategories: readonly Category[] = [
  {
    code: 'street-light', zh: '路灯不亮', en: 'Street light out', desk: 'committee', route: 'hotline12345', deadline_days: 5, ...usual,
    questions: [
      choice('extent', '几盏不亮', 'How many are out', ['one', '一盏', 'One'], ['several', '连续几盏', 'Several in a row'], ['street', '整条路', 'The whole street']),
      yesno('dark', '周围完全没有照明吗', 'Is it wholly dark around'),
      text('pole', '灯杆编号（看得见就填）', 'Number on the pole, if you can see it'),
    ],
  },
  {
    code: 'manhole', zh: '井盖破损', en: 'Broken manhole cover', desk: 'committee', route: 'hotline12345', deadline_days: 1, ...usual,
    questions: [
      choice('damage', '什么情况', 'What is wrong', ['missing', '缺失', 'Missing'], ['broken', '破裂', 'Cracked'], ['sunken', '下沉或翘起', 'Sunken or raised'], ['loud', '松动作响', 'Loose and noisy']),
      choice('place', '在哪里', 'Where', ['road', '机动车道', 'Carriageway'], ['cycle', '非机动车道', 'Cycle lane'], ['walk', '人行道', 'Pavement'], ['estate', '小区内', 'Inside an estate']),
      yesno('guarded', '有围挡或警示吗', 'Is it fenced or marked'),
    ],
  },
  {
    code: 'obstruction', zh: '占道堆物', en: 'Things left in the way', desk: 'committee', route: 'internal', deadline_days: 3, ...usual,
    questions: [
      choice('what', '堆的是什么', 'What is it', ['goods', '经营货物', 'Shop goods'], ['rubble', '建筑材料', 'Building material'], ['furniture', '家具杂物', 'Furniture'], ['vehicle', '废弃车辆', 'Abandoned vehicle']),
      choice('blocks', '挡住了什么', 'What does it block', ['walk', '人行道', 'Pavement'], ['tactile', '盲道', 'Tactile paving'], ['road', '车道', 'Road']),
    ],
  },
  {
    code: 'fire-lane', zh: '消防通道堵塞', en: 'Fire lane blocked', desk: 'street', route: 'internal', deadline_days: 1, ...usual,
    questions: [
      choice('by', '被什么堵塞', 'Blocked by', ['car', '机动车', 'Cars'], ['ebike', '电动自行车', 'E-bikes'], ['things', '杂物', 'Things'], ['gate', '锁闭的门或桩', 'A locked gate or bollard']),
      choice('where', '在哪里', 'Where', ['outside', '楼外通道', 'Lane outside'], ['stairs', '楼梯、走道', 'Stairs or corridor'], ['exit', '安全出口', 'Emergency exit']),
      yesno('often', '经常这样吗', 'Is it often so'),
    ],
  },
  {
    code: 'ebike-charging', zh: '电动车违规充电', en: 'Unsafe e-bike charging', desk: 'committee', route: 'internal', deadline_days: 2, ...usual,
    questions: [
      choice('how', '怎样充电', 'How is it charged', ['wire', '飞线充电', 'Cable from a window'], ['indoors', '入户或楼道充电', 'Indoors or in a corridor'], ['battery', '电池带回家', 'Battery taken home']),
      text('building', '楼栋位置', 'Which building'),
      yesno('now', '现在正在充电吗', 'Is it charging now'),
    ],
  },
  {
    code: 'noise', zh: '噪音扰民', en: 'Noise', desk: 'police', route: 'police110', deadline_days: 3, ...unseen,
    questions: [
      choice('source', '声音来自', 'Where from', ['building', '施工', 'Building works'], ['shop', '商铺音响', 'Shop loudspeakers'], ['square', '广场舞', 'Dancing in the square'], ['home', '邻居', 'Neighbours'], ['car', '炸街车辆', 'Modified vehicles']),
      choice('when', '多在什么时间', 'Mostly when', ['day', '白天', 'By day'], ['evening', '晚上十点前', 'Before ten at night'], ['night', '晚上十点后', 'After ten at night']),
    ],
  },
  {
    code: 'rubbish', zh: '垃圾堆积', en: 'Rubbish piling up', desk: 'committee', route: 'internal', deadline_days: 2, ...usual,
    questions: [
      choice('kind', '哪种垃圾', 'What kind', ['household', '生活垃圾', 'Household'], ['building', '装修垃圾', 'From renovation'], ['green', '园林垃圾', 'Garden waste'], ['water', '水面漂浮物', 'Floating on water']),
      yesno('smell', '有异味或蚊蝇吗', 'Does it smell or draw flies'),
    ],
  },
  {
    code: 'flooding', zh: '道路积水', en: 'Water on the road', desk: 'street', route: 'hotline12345', deadline_days: 1, ...usual,
    questions: [
      choice('depth', '大约多深', 'About how deep', ['sole', '没过鞋底', 'Over the sole'], ['ankle', '没过脚踝', 'Over the ankle'], ['knee', '接近膝盖', 'Near the knee']),
      yesno('passable', '还能通行吗', 'Can people still pass'),
      yesno('drain', '看得到排水口被堵吗', 'Can you see a blocked drain'),
    ],
  },
  {
    code: 'pole', zh: '电线杆倾斜、线缆下垂', en: 'Leaning pole or hanging cable', desk: 'committee', route: 'hotline12345', deadline_days: 1, ...usual,
    questions: [
      choice('what', '什么情况', 'What is wrong', ['leaning', '杆子倾斜', 'Pole leaning'], ['hanging', '线缆下垂', 'Cable hanging'], ['open', '电箱敞开', 'Box open']),
      yesno('reach', '行人碰得到吗', 'Can people touch it'),
    ],
  },
  {
    code: 'road-damage', zh: '路面、设施破损', en: 'Damaged road or fitting', desk: 'committee', route: 'hotline12345', deadline_days: 5, ...usual,
    questions: [
      choice('what', '什么坏了', 'What is damaged', ['pothole', '路面坑洼', 'Pothole'], ['kerb', '路沿、护栏', 'Kerb or railing'], ['sign', '交通标志、信号灯', 'Sign or signal'], ['bench', '座椅、健身器材', 'Bench or exercise gear']),
      yesno('tripping', '容易绊倒或刮伤人吗', 'Could someone trip or be hurt'),
    ],
  },
  {
    code: 'tree', zh: '树木倒伏、遮挡', en: 'Fallen or overgrown tree', desk: 'street', route: 'internal', deadline_days: 3, ...usual,
    questions: [
      choice('what', '什么情况', 'What is wrong', ['fallen', '倒伏', 'Fallen'], ['branch', '枯枝将落', 'Dead branch about to fall'], ['sign', '遮挡标志或路灯', 'Hides a sign or light'], ['wire', '碰到电线', 'Touches a wire']),
      yesno('blocks', '挡住道路了吗', 'Does it block the way'),
    ],
  },
  {
    code: 'suspicious', zh: '可疑人员线索', en: 'Suspicious people', desk: 'police', route: 'police110', deadline_days: 1, ...unseen, sensitive: true,
    questions: [
      choice('what', '看到什么', 'What did you see', ['loiter', '长时间徘徊张望', 'Loitering and looking in'], ['doors', '逐户试门、贴标记', 'Trying doors, leaving marks'], ['leaflet', '散发可疑传单', 'Handing out odd leaflets'], ['fraud', '疑似诈骗', 'Seems to be fraud']),
      choice('people', '几个人', 'How many people', ['one', '一人', 'One'], ['few', '二至三人', 'Two or three'], ['many', '更多', 'More']),
      text('look', '外貌、车辆特征', 'How they or their vehicle look'),
    ],
  },
  {
    code: 'elder', zh: '老人、儿童需要关照', en: 'An elder or child who needs care', desk: 'committee', route: 'internal', deadline_days: 1, ...unseen, sensitive: true,
    questions: [
      choice('who', '是谁', 'Who', ['elder', '老人', 'An elder'], ['child', '儿童', 'A child'], ['other', '其他人', 'Someone else']),
      yesno('alone', '独自一人吗', 'Are they alone'),
    ],
  },
  {
    code: 'danger-now', zh: '正在发生的危险（火情、伤人、落水、燃气泄漏）', en: 'Danger right now (fire, violence, drowning, gas)', desk: 'police', route: 'police110', deadline_days: 1, ...unseen, emergency: true, sensitive: true,
    questions: [
      choice('what', '是什么', 'What is it', ['fire', '火情', 'Fire'], ['violence', '伤人', 'Violence'], ['water', '落水', 'Drowning'], ['gas', '燃气泄漏', 'Gas leak']),
      yesno('hurt', '有人受伤吗', 'Is anyone hurt'),
    ],
  },
]
