/** What a deal is about, without the customer's name where the title repeats it (`Acme – Pilot` of Acme is `Pilot`). */
export function aboutOf({ title, company }: { title: string; company?: { name: string } }): string {
  if (!company || !title.startsWith(company.name)) return title
  const rest = title.slice(company.name.length).replace(/^[\s–—:·-]+/, '')
  return rest || title
}
