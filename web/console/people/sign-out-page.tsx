import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { client } from '../../kit/client.ts'
import { consolePath } from '../../kit/paths.ts'
import { ErrorState, Loading } from '../../kit/states.tsx'

/** Ends the session and leads back to signing in. */
export default function SignOutPage() {
  const router = useRouter()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    client.people.signOut().then(() => {
      queries.clear()
      return router.navigate({ to: consolePath.signIn() as never, replace: true })
    }, setProblem)
  }, [router, queries])
  return problem === null ? <Loading lines={2} /> : <ErrorState error={problem} onRetry={() => location.reload()} />
}
