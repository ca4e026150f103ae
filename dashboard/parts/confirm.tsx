/** A question before something is done. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  title: string
  children: ComponentChildren
  /** The word on the button that does it. */
  does: string
  isBusy: boolean
  onConfirm: () => void
  onClose: () => void
}

export function Confirm({ title, children, does, isBusy, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Before it is painted: whoever sees it can close it.
  useLayoutEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm()
        }}
      >
        <h2 id="confirm-title">{title}</h2>
        {children}
        <div class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          {does !== '' && (
            <button type="submit" class="main" disabled={isBusy}>
              {isBusy ? 'Waiting for the device …' : does}
            </button>
          )}
        </div>
      </form>
    </dialog>
  )
}
