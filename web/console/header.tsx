import { Link } from '@tanstack/react-router'
import { Button, Dropdown, Select } from 'antd'
import { useAddress } from '../kit/address.ts'
import { useAppearance, type AppearanceChoice } from '../kit/appearance.tsx'
import { useCity } from '../kit/city.ts'
import { DemoMark } from '../kit/demo-mark.tsx'
import { Icon } from '../kit/icons.tsx'
import type { Me } from '../kit/me.ts'
import { useRegionName } from '../kit/region.ts'
import { useOnline } from '../kit/states.tsx'
import { changeLanguage, useLanguage, useWords } from '../kit/words.ts'
import { useRegionsOf } from './own-regions.tsx'

/** City, region, person, language and appearance; the region chosen is part of the address (`?region=350602`). */
export function Header({ me, signInPath, onHelp }: { me: Me | null; signInPath: string; onHelp: () => void }) {
  const say = useWords('console')
  const city = useCity()
  const online = useOnline()
  return (
    <header className="header">
      <div className="header-city">
        <strong>{city.platform}</strong>
        {city.name !== '' && <span>{city.name}</span>}
        <DemoMark />
      </div>
      {me !== null && <RegionSwitch me={me} />}
      <span className="header-break" />
      <div id="header-figures" className="header-figures" />
      {!online && <span className="header-offline" role="status"><Icon name="offline" size={18} />{say('shell.offline')}</span>}
      <button type="button" className="plain-button header-keys" onClick={onHelp} aria-label={say('keys.title')} title={say('keys.title')}><kbd>?</kbd></button>
      <Preferences />
      {me === null ? <Link to={signInPath as never} className="act act-main">{say('shell.signIn')}</Link> : <PersonMenu me={me} />}
    </header>
  )
}

function RegionSwitch({ me }: { me: Me }) {
  const say = useWords('console')
  const city = useCity()
  const [address, change] = useAddress()
  const unique = useRegionsOf(me).map(({ code, name }) => ({ value: code, label: name }))
  // The officer of the whole city reads its name already.
  if (unique.length < 2) return unique[0] === undefined || unique[0].label === city.name ? null : <span className="header-region">{unique[0].label}</span>
  return <Select aria-label={say('shell.region')} value={address['region'] ?? unique[0]?.value} options={unique} onChange={(region) => change({ region }, { push: true })} variant="borderless" popupMatchSelectWidth={false} />
}

function Preferences() {
  const say = useWords('kit')
  const language = useLanguage()
  const { choice, choose } = useAppearance()
  const choices: AppearanceChoice[] = ['light', 'dark', 'system']
  return (
    <>
      <Button type="text" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => void changeLanguage(language === 'zh' ? 'en' : 'zh')}>{say(`language.${language === 'zh' ? 'en' : 'zh'}`)}</Button>
      <Dropdown trigger={['click']} menu={{ selectable: true, selectedKeys: [choice], items: choices.map((key) => ({ key, label: say(`appearance.${key}`) })), onClick: ({ key }) => choose(key as AppearanceChoice) }}>
        <Button type="text" className="header-appearance" aria-label={say('appearance.choose')} icon={<Icon name="appearance" size={18} />}><span>{say('appearance.choose')}</span></Button>
      </Dropdown>
    </>
  )
}

function PersonMenu({ me }: { me: Me }) {
  const say = useWords('console')
  const named = useRegionName()
  return (
    <Dropdown trigger={['click']} menu={{ items: [
      { key: 'grants', type: 'group', label: me.grants.map(({ role, regionName }) => `${say(`role.${role}`)} ${named(regionName)}`).join(' · ') || say('role.none') },
      { key: 'phone', label: <a href="/m/">{say('shell.toPhone')}</a> },
      { key: 'out', label: <Link to={'/sign-out' as never}>{say('shell.signOut')}</Link> },
    ] }}>
      <Button type="text" icon={<Icon name="me" size={18} />}>{me.displayName}</Button>
    </Dropdown>
  )
}
