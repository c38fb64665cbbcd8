/** What a deal is about, without the customer's name where the title repeats it (`Acme – Pilot` of Acme is `Pilot`). */
export function aboutOf({ title, company }: { title: string; company?: { name: string } }): string {
  if (!company || !title.startsWith(company.name)) return title
  const rest = title.slice(company.name.length).replace(/^[\s–—:·-]+/, '')
  return rest || title
}

/** A deal in a line of its own: the customer, then what it is about. */
export function dealName(deal: { title: string; company?: { name: string } }): string {
  return deal.company ? `${deal.company.name} · ${aboutOf(deal)}` : deal.title
}
