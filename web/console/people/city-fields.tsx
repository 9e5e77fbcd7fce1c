import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { api } from '../../kit/client.ts'
import { useWords } from '../../kit/words.ts'

/** Degrees, WGS-84, as typed. */
export interface CityGiven { lon: string; lat: string }

const degrees = (most: number) => (_: unknown, value: string | undefined): Promise<void> =>
  value !== undefined && value.trim() !== '' && Math.abs(Number(value)) <= most ? Promise.resolve() : Promise.reject(new Error())

/** What an empty city is founded with: itself, out of the national register, and where its middle is. */
export function CityFields() {
  const say = useWords('people')
  const form = Form.useFormInstance()
  const [failed, setFailed] = useState(false)
  const register = useQuery(api.places.register.queryOptions())
  const options = (register.data ?? []).map(({ code, name, province }) => ({ value: code, label: name === province ? `${name} ${code}` : `${province} ${name} ${code}` }))
  const here = (): void => navigator.geolocation.getCurrentPosition(({ coords }) => {
    setFailed(false)
    form.setFieldsValue({ lon: coords.longitude.toFixed(5), lat: coords.latitude.toFixed(5) })
  }, () => setFailed(true), { timeout: 10_000 })
  return (
    <>
      <p>{say('firstRun.found')}</p>
      <Form.Item name="regionCode" label={say('firstRun.region')} rules={[{ required: true, message: say('firstRun.regionNeeded') }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={options} loading={register.isPending} />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="lon" label={say('firstRun.lon')} rules={[{ validator: degrees(180), message: say('firstRun.degrees') }]}><Input inputMode="decimal" placeholder="117.6471" /></Form.Item>
        <Form.Item name="lat" label={say('firstRun.lat')} rules={[{ validator: degrees(90), message: say('firstRun.degrees') }]}><Input inputMode="decimal" placeholder="24.5130" /></Form.Item>
      </div>
      {failed && <p role="alert">{say('firstRun.noFix')}</p>}
      <Form.Item><Button onClick={here}>{say('firstRun.here')}</Button></Form.Item>
      <p>{say('firstRun.bordersLater')}</p>
    </>
  )
}
