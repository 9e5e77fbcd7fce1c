import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import type { City, CityNaming } from '../../../server/places/contract.ts'
import { api, client } from '../../kit/client.ts'
import { asProblemError, fieldProblem, problemText } from '../../kit/problem.ts'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { isColour } from '../../kit/tokens.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { useLeaveGuard } from '../controls/leave-guard.tsx'
import { useCityAnswer, useIsCityOfficer } from './city-officer.ts'
import { ColourPreview, PALE } from './colour-preview.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** How the city names and colours its platform. */
export default function CityPage() {
  const say = useWords('settings')
  const city = useCityAnswer()
  return (
    <SettingsFrame part="city">
      <p className="quiet">{say('city.what')}</p>
      <Fetched query={city} lines={8}>{(data) => <CityForm city={data} />}</Fetched>
    </SettingsFrame>
  )
}

type Typed = Record<'platformZh' | 'platformEn' | 'nameZh' | 'nameEn' | 'colour', string>
const typedOf = ({ platformName, name, colour }: City): Typed => ({ platformZh: platformName.zh, platformEn: platformName.en, nameZh: name.zh, nameEn: name.en, colour })
const namingOf = ({ platformZh, platformEn, nameZh, nameEn, colour }: Typed): CityNaming => ({
  platformName: { zh: platformZh.trim(), en: platformEn.trim() }, name: { zh: nameZh.trim(), en: nameEn.trim() }, colour: colour.trim().toLowerCase(),
})

const NAMES = [{ key: 'platformZh', path: 'platformName.zh', most: 40, lang: 'zh-CN' }, { key: 'platformEn', path: 'platformName.en', most: 80, lang: 'en' }, { key: 'nameZh', path: 'name.zh', most: 40, lang: 'zh-CN' }, { key: 'nameEn', path: 'name.en', most: 80, lang: 'en' }] as const

function CityForm({ city }: { city: City }) {
  const say = useWords('settings')
  const language = useLanguage()
  const queries = useQueryClient()
  const may = useIsCityOfficer()
  const [typed, setTyped] = useState<Typed>(() => typedOf(city))
  const saving = useMutation({
    mutationFn: (naming: CityNaming) => client.places.renameCity(naming),
    // The header shows this very answer.
    onSuccess: (renamed) => queries.setQueryData(api.places.city.queryOptions({ input: undefined }).queryKey, renamed),
  })
  const naming = namingOf(typed)
  const set = (key: keyof Typed) => (value: string): void => { saving.reset(); setTyped((before) => ({ ...before, [key]: value })) }
  const names = [naming.platformName.zh, naming.platformName.en, naming.name.zh, naming.name.en]
  const changed = JSON.stringify(naming) !== JSON.stringify(namingOf(typedOf(city)))
  const question = useLeaveGuard(changed)
  const hindrance = names.includes('') ? say('city.namesNeeded') : !isColour(naming.colour) ? say('city.colourFormat') : !changed ? say('city.nothing') : null
  const pale = asProblemError(saving.error).code === PALE
  const wrongColour = pale ? problemText(saving.error, language) : fieldProblem(saving.error, 'colour')
  return (
    <form className="city-form" onSubmit={(event) => { event.preventDefault(); if (may && hindrance === null) saving.mutate(naming) }}>
      {question}
      {!may && <p className="city-only">{say('city.onlyCity')}</p>}
      <div className="city-fields">
        {NAMES.map(({ key, path, most, lang }) => (
          <Field key={key} label={say(`city.${key}`)} wrong={fieldProblem(saving.error, path)}>
            {(id, described) => <Input id={id} lang={lang} value={typed[key]} maxLength={most} readOnly={!may} {...(may ? {} : { variant: 'filled' as const })} aria-describedby={described} onChange={(event) => set(key)(event.target.value)} />}
          </Field>
        ))}
        <Field label={say('city.colour')} wrong={wrongColour} hint={say('city.colourHint')}>
          {(id, described) => (
            <span className="city-colour">
              <input type="color" aria-label={say('city.colourPick')} value={isColour(naming.colour) ? naming.colour : '#000000'} disabled={!may} onChange={(event) => set('colour')(event.target.value)} />
              <Input id={id} value={typed.colour} maxLength={7} readOnly={!may} {...(may ? {} : { variant: 'filled' as const })} aria-describedby={described} aria-invalid={wrongColour !== undefined} {...(wrongColour === undefined ? {} : { status: 'error' as const })} onChange={(event) => set('colour')(event.target.value)} />
            </span>
          )}
        </Field>
      </div>
      <ColourPreview colour={naming.colour} platform={naming.platformName[language]} name={naming.name[language]} />
      {may && (
        <div className="city-save">
          <Button type="primary" htmlType="submit" disabled={hindrance !== null} loading={saving.isPending} aria-describedby="city-hindrance">{say('city.save')}</Button>
          <span id="city-hindrance" className="quiet" role="status">{saving.isSuccess && !changed ? say('city.saved') : hindrance}</span>
          {!pale && <ProblemLine error={saving.error} />}
        </div>
      )}
    </form>
  )
}

function Field({ label, hint, wrong, children }: { label: string; hint?: string; wrong: string | undefined; children: (id: string, described: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="city-field">
      <label htmlFor={id}>{label}</label>
      {children(id, `${id}-more`)}
      <span id={`${id}-more`}>{wrong !== undefined ? <span className="problem-line" role="alert">{wrong}</span> : hint !== undefined && <span className="quiet">{hint}</span>}</span>
    </div>
  )
}
