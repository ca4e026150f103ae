/** What scrolls, or is moved as a map is, has to be reached by the keyboard. */
import { useLayoutEffect } from 'preact/hooks'

export function useReachable(box: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    if (box.current !== null) box.current.tabIndex = 0
  }, [box])
}
