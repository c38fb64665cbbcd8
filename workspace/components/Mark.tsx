import { useId } from 'react'

/** The mark: two joined squares, a baton passing from hand to hand. */
export function Mark({ size = 28 }: { size?: number }) {
  const id = useId()
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id={id} x1="3" y1="3" x2="29" y2="29" gradientUnits="userSpaceOnUse">
          <stop stopColor="#4f5aed" />
          <stop offset="1" stopColor="#12b886" />
        </linearGradient>
      </defs>
      <rect x="3" y="3" width="18" height="18" rx="5" fill={`url(#${id})`} />
      <rect x="11" y="11" width="18" height="18" rx="5" fill={`url(#${id})`} />
      <rect x="11" y="11" width="10" height="10" rx="3.5" fill="#fff" fillOpacity=".9" />
    </svg>
  )
}
