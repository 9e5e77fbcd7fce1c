import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../kit/address.ts'
import { client } from '../../kit/client.ts'
import { useMe, type Me } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { ErrorState, Loading, ProblemLine } from '../../kit/states.tsx'
import { ProblemError } from '../../kit/problem.ts'
import { useWords } from '../../kit/words.ts'
import { RegionPicker } from './region-picker.tsx'

type Skill = Me['skills'][number]
const SKILLS: readonly Skill[] = ['first-aid', 'medicine', 'law', 'mediation', 'counselling', 'driving', 'riding', 'swimming', 'fire', 'electrics', 'plumbing', 'teaching', 'elder-care', 'sign-language', 'minnan', 'drone', 'computer']

/** Where I live and what I can do. */
export default function ProfilePage() {
  const { me, loading } = useMe()
  if (loading) return <Loading />
  if (me === null) return <ErrorState error={new ProblemError({ code: 'sign-in-required', status: 401 })} signInHref={`/m${phonePath.signIn(phonePath.profile())}`} />
  return <Profile me={me} />
}

function Profile({ me }: { me: Me }) {
  const say = useWords('people')
  const named = useRegionName()
  const queries = useQueryClient()
  const router = useRouter()
  const [{ next }] = useAddress()
  const [region, setRegion] = useState(me.regionCode === null ? null : { code: me.regionCode, name: me.regionName ?? { zh: me.regionCode, en: null } })
  const [picking, setPicking] = useState(me.regionCode === null)
  const [skills, setSkills] = useState<readonly Skill[]>(me.skills)
  const saving = useMutation({
    mutationFn: () => client.people.setProfile({ regionCode: region?.code ?? null, skills: [...skills], language: me.language, bigLetters: me.bigLetters }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['me'] })
      if (next !== undefined && /^\/(?!\/)/.test(next)) await router.navigate({ href: next, replace: true })
    },
  })
  const toggle = (skill: Skill): void => setSkills((before) => (before.includes(skill) ? before.filter((one) => one !== skill) : [...before, skill]))
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); saving.mutate() }}>
      <section className="card">
        <h2>{say('profile.region')}</h2>
        {region !== null && !picking && <p className="strong">{named(region.name)}</p>}
        {picking ? <RegionPicker onPick={(picked) => { setRegion(picked); setPicking(false); saving.reset() }} /> : <button type="button" className="act" onClick={() => setPicking(true)}>{say(region === null ? 'profile.choose' : 'profile.change')}</button>}
      </section>
      <fieldset className="choice">
        <legend>{say('profile.skills')}</legend>
        <p className="quiet">{say('profile.skillsWhat')}</p>
        <div>
          {SKILLS.map((skill) => <label key={skill}><input type="checkbox" checked={skills.includes(skill)} onChange={() => { toggle(skill); saving.reset() }} /><span>{say(`skill.${skill}`)}</span></label>)}
        </div>
      </fieldset>
      <ProblemLine error={saving.error} />
      <button type="submit" className="act act-main" disabled={saving.isPending}>{say(saving.isSuccess ? 'profile.saved' : 'profile.save')}</button>
    </form>
  )
}
