import { type CSSProperties, type Ref, useImperativeHandle, useRef, useState } from 'react'
import classes from './CodeArea.module.css'

export interface CodeAreaHandle {
  /** Puts text where the cursor is. */
  insert(text: string): void
  /** Shows a line and puts the cursor there. */
  goTo(line: number): void
}

interface Props {
  label: string
  value: string
  onChange(value: string): void
  mistake?: { message: string; line?: number }
  height: string
  ref?: Ref<CodeAreaHandle>
}

const lineHeight = 20

/** A plain text area for source text: line numbers, and the line with a mistake marked. */
export function CodeArea({ label, value, onChange, mistake, height, ref }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [scroll, setScroll] = useState(0)
  const lines = value.split('\n').length
  useImperativeHandle(ref, () => ({
    insert(text) {
      const { selectionStart: from, selectionEnd: to } = area.current!
      onChange(value.slice(0, from) + text + value.slice(to))
      requestAnimationFrame(() => {
        area.current?.focus()
        area.current?.setSelectionRange(from + text.length, from + text.length)
      })
    },
    goTo(line) {
      const start =
        value
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0)
      area.current?.focus()
      area.current?.setSelectionRange(start, start)
      area.current?.scrollTo({ top: Math.max(0, (line - 6) * lineHeight) })
    },
  }))
  return (
    <div
      className={classes.frame}
      style={{ '--height': height } as CSSProperties}
      data-wrong={mistake ? true : undefined}
    >
      <div className={classes.gutter} aria-hidden>
        <div style={{ transform: `translateY(${-scroll}px)` }}>
          {Array.from({ length: lines }, (_, index) => index + 1).map(line => (
            <div key={line} className={classes.number} data-wrong={line === mistake?.line || undefined}>
              {line}
            </div>
          ))}
        </div>
      </div>
      <div className={classes.room}>
        {mistake?.line && (
          <div className={classes.mark} style={{ top: 8 + (mistake.line - 1) * lineHeight - scroll }} />
        )}
        <textarea
          ref={area}
          className={classes.area}
          aria-label={label}
          aria-invalid={mistake ? true : undefined}
          value={value}
          onChange={event => onChange(event.currentTarget.value)}
          onScroll={event => setScroll(event.currentTarget.scrollTop)}
          spellCheck={false}
          wrap="off"
          dir="ltr"
        />
      </div>
    </div>
  )
}
