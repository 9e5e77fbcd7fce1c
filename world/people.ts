/** The people of the demo city. Names and phones are invented; the phones are from a range that no carrier gives out. */

export interface DemoPerson {
  phone: string
  name: string
  /** Region they live in or hold office for; statistical code. */
  regionCode: string
  born: string
  role?: 'officer' | 'police'
  verified: boolean
}

/** Demo phones are 19900000001 and up. */
const phone = (n: number): string => `199${String(n).padStart(8, '0')}`

const CITY = '3506'
const COUNTY = '350602'
const STREET = '350602001'
const COMMUNITY = '350602001001'

export const officers = {
  city: { phone: phone(1), name: '陈国华', regionCode: CITY, born: '1975-03-12', role: 'officer', verified: true },
  county: { phone: phone(2), name: '林秀英', regionCode: COUNTY, born: '1979-08-25', role: 'officer', verified: true },
  street: { phone: phone(3), name: '黄志强', regionCode: STREET, born: '1983-01-19', role: 'officer', verified: true },
  community: { phone: phone(4), name: '李梅', regionCode: COMMUNITY, born: '1988-11-02', role: 'officer', verified: true },
  police: { phone: phone(5), name: '吴建军', regionCode: STREET, born: '1986-06-30', role: 'police', verified: true },
} as const satisfies Record<string, DemoPerson>

export const leader: DemoPerson = { phone: phone(6), name: '蔡丽珠', regionCode: COMMUNITY, born: '1968-04-21', verified: true }
export const volunteer: DemoPerson = { phone: phone(7), name: '张阿强', regionCode: COMMUNITY, born: '1962-09-14', verified: true }
export const liaison: DemoPerson = { phone: phone(9), name: '许文辉', regionCode: COUNTY, born: '1985-07-17', verified: true }
export const resident: DemoPerson = { phone: phone(8), name: '郑小云', regionCode: COMMUNITY, born: '1995-02-08', verified: false }

/** They wait for the real-name check. */
export const applicants: readonly DemoPerson[] = ['杨晓东', '洪惠敏', '曾海燕'].map((name, i) => ({ phone: phone(20 + i), name, regionCode: COMMUNITY, born: `19${80 + i}-05-1${i}`, verified: false }))

/** What `npm start` prints: one sign-in for each role. */
export const signIns: readonly { phone: string; zh: string; en: string }[] = [
  { phone: officers.city.phone, zh: '市级管理员', en: 'officer of the whole city' },
  { phone: officers.county.phone, zh: '芗城区管理员', en: 'officer of Xiangcheng county' },
  { phone: officers.street.phone, zh: '街道管理员', en: 'officer of a street' },
  { phone: officers.community.phone, zh: '社区管理员', en: 'officer of a community' },
  { phone: officers.police.phone, zh: '派出所民警', en: 'police station' },
  { phone: liaison.phone, zh: '单位联络员（市医院）', en: 'liaison of a unit (hospital)' },
  { phone: leader.phone, zh: '志愿队长', en: 'team leader' },
  { phone: volunteer.phone, zh: '志愿者', en: 'volunteer' },
  { phone: resident.phone, zh: '居民（未实名）', en: 'resident, not yet verified' },
]

const SURNAMES = '陈林黄张李王吴蔡刘郑杨许郭洪曾周叶沈苏卢'
const GIVEN = ['志明', '美玲', '建国', '淑贞', '文辉', '雅婷', '国强', '丽华', '俊杰', '秀兰', '伟', '玉珍', '明辉', '惠敏', '海燕', '金水', '阿土', '春花', '晓东', '月娥']

const WALKERS = 60
const YOUNGEST = 24
const OLDEST = 68

export const walkerPhones: readonly string[] = Array.from({ length: WALKERS }, (_, i) => phone(100 + i))

/** Volunteers who walk in the demo, always the same ones. They are as old in any year, or one day nobody would be let onto a night patrol. */
export const walkersIn = (year: number): readonly DemoPerson[] => walkerPhones.map((own, i) => ({
  phone: own, name: `${SURNAMES[(i * 7) % SURNAMES.length]}${GIVEN[(i * 11) % GIVEN.length]}`, regionCode: STREET,
  born: `${year - YOUNGEST - ((i * 13) % (OLDEST - YOUNGEST + 1))}-0${1 + (i % 9)}-1${i % 9}`, verified: true,
}))
