/** The views of a process; also the last part of its address. */
export const tabs = ['edit', 'test', 'versions', 'instances'] as const

export type Tab = (typeof tabs)[number]

export const isTab = (text: string | undefined): text is Tab => tabs.includes(text as Tab)
