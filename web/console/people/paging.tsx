import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import { useWords } from '../../kit/words.ts'

interface Page<T> { items: T[]; next: string | null }

/** A long list, page after page: `query` with all items so far for `Fetched`, and `more`, the button that fetches the next page. */
export function usePages<T>(key: readonly unknown[], fetchPage: (after: string | undefined) => Promise<Page<T>>) {
  const say = useWords('people')
  const pages = useInfiniteQuery({
    queryKey: key, queryFn: ({ pageParam }) => fetchPage(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (page) => page.next ?? undefined,
    select: (all) => all.pages.flatMap((page) => page.items),
  })
  const query = { data: pages.data, error: pages.error, refetch: pages.refetch } as unknown as Pick<UseQueryResult<T[]>, 'data' | 'error' | 'refetch'>
  const more = pages.hasNextPage ? <div className="people-more"><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{say('list.more')}</Button></div> : null
  return { query, more }
}
