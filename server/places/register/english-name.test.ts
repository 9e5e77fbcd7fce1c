import { expect, test } from 'vitest'
import { readCities, readDivision, type DivisionEntry } from './division.ts'
import { englishName } from './english-name.ts'

test.each([
  ['金宝社区居委会', 'community', 'Jinbao Community'], ['山后社区居民委员会', 'community', 'Shanhou Community'], ['后塘村委会', 'community', 'Houtang Village'], ['旧镇居委会', 'community', 'Jiuzhen Community'],
  ['新村村委会', 'community', 'Xincun Village'], ['新港城第十五社区居委会', 'community', 'Xingangcheng No. 15 Community'], ['云陵镇望安社区居民委员会', 'community', "Yunling Town Wang'an Community"],
  ['诏安工业园区北区社区', 'community', "Zhao'an Industrial Park Beiqu Community"], ['东铺头街道', 'town', 'Dongputou Subdistrict'], ['四都镇', 'town', 'Sidu Town'], ['东厦镇', 'town', 'Dongxia Town'], ['隆教畲族乡', 'town', 'Longjiao She Township'],
  ['国营古农农场', 'town', 'Gunong State Farm'], ['良种场', 'town', 'Seed Farm'], ['福建土楼（华安）旅游区', 'town', "Fujiantulou Hua'an Tourism Zone"], ['诏安县', 'county', "Zhao'an County"], ['单县', 'county', 'Shanxian County'],
  ['双江拉祜族佤族布朗族傣族自治县', 'county', 'Shuangjiang Lahu Wa Blang Dai Autonomous County'], ['厦门市', 'city', 'Xiamen City'], ['重庆市', 'city', 'Chongqing City'], ['吕梁市', 'city', 'Lüliang City'], ['漳州台商投资区', 'zone', 'Zhangzhou Taiwanese Investment Zone'],
  ['第三网格', 'grid', 'Grid 3'], ['第二十一网格', 'grid', 'Grid 21'], ['12号网格', 'grid', 'Grid 12'], ['La Condamine', 'county', 'La Condamine'],
] as const)('%s as a %s is %s', (name, level, english) => expect(englishName(name, level)).toBe(english))

const endings: Record<DivisionEntry['level'], RegExp> = {
  city: / City$/, county: / (District|County)$/, town: /(^| )(Subdistrict|Town|Township|Farm|Saltworks|Zone|Park)$/, community: /(^| )(Community|Village|Residential Area)$/,
}

test('every region of Zhangzhou has an English name without a Chinese sign, with words in capitals and an ending of its level', async () => {
  const division = await readDivision('3506')
  expect(division.length).toBeGreaterThan(2_000)
  const odd = division.filter(({ nameEn, level }) => !/^[A-ZÜ][a-zü']+([ -]([A-ZÜ][a-zü']+|and|No\. \d+))*$/.test(nameEn) || !endings[level].test(nameEn))
  expect(odd.map(({ name, nameEn }) => `${name} ${nameEn}`)).toEqual([])
})

test('no city of the register keeps a Chinese sign', async () => {
  const cities = await readCities()
  expect(cities.length).toBeGreaterThan(300)
  expect(cities.map(({ name }) => englishName(name, 'city')).filter((name) => !/^[A-Z][\p{Script=Latin}' -]+$/u.test(name))).toEqual([])
})
