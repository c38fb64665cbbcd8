/**
 * A sales team's export as the world makes them: CRLF, dates as day-month-year, a product spelled two ways, deals
 * without company or close date, one row that nobody can take. `BATON_SALES_DATA` names a folder with a real one.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SalesFile {
  name: string
  mimeType: 'text/csv'
  buffer: Buffer
}

export interface SalesData {
  files: SalesFile[]
  /** Deals that must stand on each stage afterwards. */
  stages: Record<string, number>
  /** Rows that cannot be taken. */
  rejected: number
}

const realFolder = process.env.BATON_SALES_DATA ?? ''
const names = ['accounts.csv', 'products.csv', 'sales_teams.csv', 'sales_pipeline.csv']

/** The real export when one is named, else a small one of the same kind. */
export function salesData(): SalesData {
  if (existsSync(join(realFolder, 'sales_pipeline.csv'))) {
    return {
      files: names.map(name => file(name, readFileSync(join(realFolder, name)))),
      stages: { prospecting: 500, engaging: 1589, won: 4238, lost: 2473 },
      rejected: 0,
    }
  }
  return smallData()
}

function smallData(): SalesData {
  const stages = ['Won', 'Lost', 'Engaging', 'Prospecting', 'Won']
  const deals = Array.from({ length: 250 }, (_, index) => {
    const stage = stages[index % stages.length]!
    const day = String(1 + (index % 27)).padStart(2, '0')
    const closed = stage === 'Won' || stage === 'Lost'
    const product = index % 3 ? 'Rack Pro' : 'RackPro'
    const account = index % 7 ? `Customer ${index % 20}` : ''
    return [
      `OPP${index}`,
      index % 2 ? 'Ann Weaver' : 'Bo Lindt',
      product,
      account,
      stage,
      stage === 'Prospecting' ? '' : `${day}-10-16`,
      closed ? `${day}-03-17` : '',
      stage === 'Won' ? String(500 + index) : stage === 'Lost' ? '0' : '',
    ]
  })
  const broken = ['OPP-X', 'Ann Weaver', 'Rack Pro', 'Customer 1', 'Won', '45-13-16', '01-03-17', '100']
  const accounts = Array.from({ length: 20 }, (_, index) => [
    `Customer ${index}`,
    'technolgy',
    '1999',
    '251.41',
    '495',
    'Kenya',
    '',
  ])
  return {
    files: [
      csv(
        'accounts.csv',
        ['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of'],
        accounts,
      ),
      csv('products.csv', ['product', 'series', 'sales_price'], [['Rack Pro', 'Rack', '4821']]),
      csv(
        'sales_teams.csv',
        ['sales_agent', 'manager', 'regional_office'],
        [
          ['Ann Weaver', 'Cy Head', 'East'],
          ['Bo Lindt', 'Cy Head', 'East'],
        ],
      ),
      csv(
        'sales_pipeline.csv',
        [
          'opportunity_id',
          'sales_agent',
          'product',
          'account',
          'deal_stage',
          'engage_date',
          'close_date',
          'close_value',
        ],
        [...deals, broken],
      ),
    ],
    stages: { prospecting: 50, engaging: 50, won: 100, lost: 50 },
    rejected: 1,
  }
}

function csv(name: string, head: string[], rows: string[][]): SalesFile {
  return file(name, Buffer.from([head, ...rows].map(row => row.join(',')).join('\r\n')))
}

function file(name: string, buffer: Buffer): SalesFile {
  return { name, mimeType: 'text/csv', buffer }
}
