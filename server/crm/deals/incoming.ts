/** What the API calls `companyId` is `company` in the record; named records must exist. */
import { invalid } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import type { DealLine, NewDeal } from './types.ts'

interface LineIn {
  productId?: string
  name?: string
  quantity: number
  price?: number
  discount?: number
}

const renamed: Record<string, keyof NewDeal> = {
  companyId: 'company',
  contactId: 'contact',
  ownerIds: 'owners',
  teamId: 'team',
}

/** A body of POST or PATCH as the values of a deal. */
export async function incoming(services: Services, body: Record<string, unknown>): Promise<NewDeal> {
  const { products, ...plain } = body
  const values = Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [renamed[key] ?? key, value]),
  ) as unknown as NewDeal
  await demandExisting(services, values)
  return products === undefined
    ? values
    : { ...values, products: await lines(services, products as LineIn[]) }
}

async function demandExisting(services: Services, { company, contact, team }: NewDeal): Promise<void> {
  const missing = [
    company && (await services.companies.findByIds([company])).length === 0 && 'companyId',
    contact && (await services.contacts.findByIds([contact])).length === 0 && 'contactId',
    team && (await services.teams.findByIds([team])).length === 0 && 'teamId',
  ].find(Boolean)
  if (missing) throw invalid(`"${missing}" names nothing that is there.`, { [missing]: 'unknown' })
}

/** A line takes name and price from the price list where it does not bring its own. */
async function lines(services: Services, given: LineIn[]): Promise<DealLine[]> {
  const products = await services.products.findByIds(given.flatMap(line => line.productId || []))
  const byId = new Map(products.map(product => [product._id, product]))
  return given.map(line => {
    const product = line.productId ? byId.get(line.productId) : undefined
    if (line.productId && !product)
      throw invalid(`There is no product "${line.productId}".`, { products: 'unknown' })
    const name = line.name?.trim() || product?.name
    if (!name) throw invalid('Each line needs a product or a name.', { products: 'nameless' })
    return {
      product: product?._id ?? null,
      name,
      quantity: line.quantity,
      price: line.price ?? product?.price ?? 0,
      discount: line.discount ?? 0,
    }
  })
}
