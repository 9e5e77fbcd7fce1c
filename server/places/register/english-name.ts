/** English names for regions that have none of their own: pinyin for the name, a word for the kind. */
import { pinyin } from 'pinyin-pro'
import type { RegionLevel } from '../contract.ts'

/** Endings of the national register at any level. The longest that fits is taken, so the order does not matter. */
const KINDS: Record<string, string> = {
  社区居民委员会: 'Community', 社区居委会: 'Community', 居民委员会: 'Community', 居委会: 'Community', 虚拟社区: 'Community', 社区: 'Community',
  村民委员会: 'Village', 村委会: 'Village', 嘎查村委会: 'Gacha', 嘎查: 'Gacha', 虚拟生活区: 'Residential Area', 生活区: 'Residential Area', 村委会虚拟生活区: 'Residential Area', 家委会: 'Community',
  街道办事处: 'Subdistrict', 街道: 'Subdistrict', 地区办事处: 'Area', 民族乡: 'Ethnic Township', 苏木: 'Sumu', 管理区: 'Management Area', 管区: 'Management Area', 管委会: 'Management Area',
  自治县: 'Autonomous County', 自治旗: 'Autonomous Banner', 自治州: 'Autonomous Prefecture', 地区: 'Prefecture', 林区: 'Forest District', 矿区: 'Mining District', 新区: 'New Area',
  农场: 'Farm', 华侨农场: 'Overseas Chinese Farm', 林场: 'Forest Farm', 防护林场: 'Shelter Forest Farm', 奶牛场: 'Dairy Farm', 茶果场: 'Tea and Fruit Farm', 华侨茶果场: 'Overseas Chinese Tea and Fruit Farm', 茶场: 'Tea Farm', 果场: 'Orchard', 园艺场: 'Horticultural Farm',
  良种场: 'Seed Farm', 原种场: 'Seed Farm', 种畜场: 'Stud Farm', 渔场: 'Fishery', 水产场: 'Fishery', 牧场: 'Pasture', 盐场: 'Saltworks', 林业局: 'Forestry Bureau', 农场区: 'Farm Area', 林场区: 'Forest Farm Area',
  开发区: 'Development Zone', 经济开发区: 'Economic Development Zone', 工业开发区: 'Industrial Development Zone', 华侨经济开发区: 'Overseas Chinese Economic Development Zone', 经济技术开发区: 'Economic and Technological Development Zone',
  高新技术产业开发区: 'High-Tech Industrial Development Zone', 工业区: 'Industrial Zone', 工业集中区: 'Industrial Zone', 工业园区: 'Industrial Park', 产业园区: 'Industrial Park', 工业园: 'Industrial Park', 产业园: 'Industrial Park', 科技园: 'Science Park', 园区: 'Park',
  投资区: 'Investment Zone', 台商投资区: 'Taiwanese Investment Zone', 保税区: 'Free Trade Zone', 旅游区: 'Tourism Zone', 生态旅游区: 'Ecotourism Zone', 风景区: 'Scenic Area', 风景名胜区: 'Scenic Area', 旅游度假区: 'Tourist Resort', 示范区: 'Demonstration Zone', 功能区: 'Zone', 集聚区: 'Cluster',
  村: 'Village', 镇: 'Town', 乡: 'Township', 区: 'District', 县: 'County', 市: 'City', 旗: 'Banner', 盟: 'League', 网格: 'Grid',
}
const ENDINGS = Object.keys(KINDS).toSorted((a, b) => b.length - a.length)

/** Peoples in the names of ethnic townships and counties, as they are written in English; others keep their pinyin. */
const PEOPLES: Record<string, string> = {
  蒙古族: 'Mongol', 回族: 'Hui', 藏族: 'Tibetan', 维吾尔: 'Uyghur', 苗族: 'Miao', 彝族: 'Yi', 壮族: 'Zhuang', 布依族: 'Buyei', 朝鲜族: 'Korean', 满族: 'Manchu', 侗族: 'Dong', 瑶族: 'Yao', 白族: 'Bai', 土家族: 'Tujia', 哈尼族: 'Hani', 哈萨克: 'Kazakh',
  傣族: 'Dai', 黎族: 'Li', 傈僳族: 'Lisu', 佤族: 'Wa', 畲族: 'She', 拉祜族: 'Lahu', 水族: 'Sui', 东乡族: 'Dongxiang', 纳西族: 'Naxi', 景颇族: 'Jingpo', 土族: 'Tu', 达斡尔族: 'Daur', 仫佬族: 'Mulao', 羌族: 'Qiang', 布朗族: 'Blang', 撒拉族: 'Salar',
  毛南族: 'Maonan', 仡佬族: 'Gelao', 锡伯族: 'Xibe', 普米族: 'Pumi', 怒族: 'Nu', 德昂族: "De'ang", 鄂温克族: 'Evenki', 裕固族: 'Yugur', 独龙族: 'Derung', 鄂伦春族: 'Oroqen', 各族: 'Multi-Ethnic',
}
const NAMES_OF_PEOPLES = Object.keys(PEOPLES)

/** Kinds that may stand inside a longer name: "云陵镇望安社区", "诏安工业园区北区社区". Single signs other than 镇 begin too many plain names. */
const INNER = ['街道', '农场', '林场区', '林场', '园区', '开发区', '工业区', '管区', '奶牛场', '茶果场', '社区', '镇'] as const

/** Signs that the names of places read otherwise than the speech of every day. */
const READINGS: [RegExp, string][] = [[/都/y, 'du'], [/(?<![大广])厦/y, 'xia'], [/^浚/y, 'xun'], [/^单(?=.$)/y, 'shan']]

const LEVEL_WORD: Partial<Record<RegionLevel, string>> = { community: 'Community', grid: 'Grid' }
const STATE_OWNED = /^国营|国营$|国有$/

/**
 * "金宝社区居委会" is "Jinbao Community", "隆教畲族乡" "Longjiao She Township", "第三网格" "Grid 3". Syllables of a name are written together with
 * the apostrophe of the rules ("Zhao'an"); a name of one sign keeps its kind in it ("Shanxian County").
 * No Chinese sign remains; what holds none is answered as it is.
 */
export function englishName(name: string, level: RegionLevel): string {
  if (!/\p{Script=Han}/u.test(name)) return name
  const numbered = /^第?([一二三四五六七八九十]+|\d+)号?网格$/.exec(name)?.[1]
  if (numbered !== undefined) return `Grid ${numberOf(numbered)}`
  const ending = ENDINGS.find((one) => name.endsWith(one)) ?? ''
  const kind = KINDS[ending] ?? LEVEL_WORD[level] ?? ''
  const rest = name.slice(0, name.length - ending.length)
  if (rest === '') return kind
  const stem = [...rest].length === 1 && ending.length === 1 ? name : rest
  const stateOwned = STATE_OWNED.test(stem)
  return joined(spoken(stem.replace(STATE_OWNED, '')), stateOwned ? 'State' : '', kind)
}

const joined = (...words: string[]): string => words.filter((word) => word !== '').join(' ')

/** The words of a name without its own kind: peoples and kinds within it are translated, the rest is pinyin. */
function spoken(stem: string): string {
  if (stem.length > 1 && KINDS[stem] !== undefined) return KINDS[stem]
  const [, before, figures] = /^(.*)第([一二三四五六七八九十]+|\d+)$/.exec(stem) ?? []
  if (before !== undefined && figures !== undefined) return joined(before === '' ? '' : spoken(before), `No. ${numberOf(figures)}`)
  const people = NAMES_OF_PEOPLES.find((one) => stem.endsWith(one) && stem.length > one.length)
  if (people !== undefined) return joined(spoken(stem.slice(0, -people.length)), PEOPLES[people] as string)
  for (const inner of INNER) {
    const at = stem.indexOf(inner, 2)
    const end = at + inner.length
    if (at < 0 || stem.length - end === 1) continue
    const whole = stem.slice(0, end)
    const ending = ENDINGS.find((one) => whole.endsWith(one) && whole.length > one.length)
    if (ending !== undefined) return joined(spoken(whole.slice(0, -ending.length)), KINDS[ending] as string, end === stem.length ? '' : spoken(stem.slice(end)))
  }
  return stem.split(/[（）()·\s]+/).map(inPinyin).filter((word) => word !== '').join(' ')
}

/** One word with a capital first letter; before a syllable that begins with a, e or o stands an apostrophe. Digits and Latin letters stay. */
function inPinyin(word: string): string {
  let at = 0
  const syllables = pinyin(word, { toneType: 'none', type: 'all', nonZh: 'consecutive' }).map(({ origin, pinyin: said }) => {
    const reading = READINGS.find(([sign]) => {
      sign.lastIndex = at
      return sign.test(word)
    })
    at += origin.length
    return reading?.[1] ?? said
  }).filter((syllable) => !/\p{Script=Han}/u.test(syllable))
  const written = syllables.map((syllable, i) => (i > 0 && /^[aeo]/.test(syllable) && /[a-zü]$/.test(syllables[i - 1] as string) ? `'${syllable}` : syllable)).join('')
  return written.charAt(0).toUpperCase() + written.slice(1)
}

/** Chinese or Arabic figures below one hundred. */
function numberOf(figures: string): number {
  if (/^\d/.test(figures)) return Number(figures)
  const digit = (sign: string | undefined, missing: number): number => (sign ? '一二三四五六七八九'.indexOf(sign) + 1 : missing)
  if (!figures.includes('十')) return digit(figures.at(-1), 0)
  const [tens, ones] = figures.split('十')
  return digit(tens, 1) * 10 + digit(ones, 0)
}
