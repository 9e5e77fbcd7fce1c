import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useAddress } from '../../kit/address.ts'
import { api, client } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import { consolePath } from '../../kit/paths.ts'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import { CityFields, type CityGiven } from './city-fields.tsx'
import { RegionSelect } from './region-select.tsx'
import './people.css'

type Given = { token: string; regionCode: string } & Partial<CityGiven>

/** An empty city's first page: whoever holds the token the server printed becomes its officer, and founds the city when it has no regions. */
export default function FirstRunPage() {
  const say = useWords('people')
  const { me } = useMe()
  // The server prints the address with its token.
  const [{ token }] = useAddress()
  const queries = useQueryClient()
  const router = useRouter()
  const open = useQuery(api.people.firstOfficerOpen.queryOptions())
  const roots = useQuery(api.places.regions.queryOptions({ input: { limit: 1 } }))
  const becoming = useMutation({
    mutationFn: ({ token, regionCode, lon, lat }: Given) => client.people.becomeFirstOfficer({ token: token.trim(), regionCode, ...(lon === undefined || lat === undefined ? {} : { center: [Number(lon), Number(lat)] }) }),
    async onSuccess() {
      await queries.invalidateQueries()
      await router.navigate({ href: consolePath.situation(), replace: true })
    },
  })
  return (
    <div className="entry-page">
      <h1>{say('firstRun.title')}</h1>
      <Fetched query={open}>
        {(answer) => {
          if (!answer.open) return <><p>{say('firstRun.closed')}</p><Link className="act act-main" to={consolePath.situation() as never}>{say('firstRun.toConsole')}</Link></>
          if (me === null) return <><p>{say('firstRun.what')}</p><p>{say('firstRun.signInFirst')}</p><Link className="act act-main" to={consolePath.signIn(consolePath.firstRun({ token })) as never}>{say('signIn.title')}</Link></>
          return (
            <Fetched query={roots}>
              {([root]) => (
                <Form layout="vertical" size="large" requiredMark={false} initialValues={{ token, regionCode: root?.code }} onFinish={(given: Given) => becoming.mutate(given)}>
                  <p>{say('firstRun.what')}</p>
                  <Form.Item name="token" label={say('firstRun.token')} rules={[{ required: true, message: say('firstRun.tokenNeeded') }]}><Input autoComplete="off" /></Form.Item>
                  {root === undefined
                    ? <CityFields />
                    : <Form.Item name="regionCode" label={say('firstRun.region')} rules={[{ required: true, message: say('firstRun.regionNeeded') }]}><RegionSelect known={root} /></Form.Item>}
                  <ProblemLine error={becoming.error} />
                  <Button block type="primary" htmlType="submit" loading={becoming.isPending}>{say('firstRun.become')}</Button>
                </Form>
              )}
            </Fetched>
          )
        }}
      </Fetched>
    </div>
  )
}
