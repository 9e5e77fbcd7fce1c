import { useRouter } from '@tanstack/react-router'
import { phonePath } from '../kit/paths.ts'

/** Goes to where the person came from, or home when the app began here. */
export function useBack(): () => void {
  const router = useRouter()
  return () => (router.history.canGoBack() ? router.history.back() : void router.navigate({ to: phonePath.home() }))
}
