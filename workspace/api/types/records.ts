/** Companies, contacts and products, and what a search finds. */
import type { DateOnly, Instant, Json, Named } from './basics.ts'

export interface Company {
  id: string
  name: string
  industry?: string
  email?: string
  phone?: string
  website?: string
  address?: string
  country?: string
  /** Yearly, in millions. */
  revenue?: number
  employees?: number
  /** Year. */
  founded?: number
  /** The company it belongs to; on the way in `parentId`. */
  parent?: Named
  /** Tax number and bank details, as documents need them. */
  requisites?: string
  fields: Record<string, Json>
  deals?: { open: number; won: number; lost: number; sum?: number }
  version: number
  createdAt: Instant
}

export interface Contact {
  id: string
  name: string
  email?: string
  phone?: string
  position?: string
  birthday?: DateOnly
  /** On the way in: `companyId`. */
  company?: Named
  fields: Record<string, Json>
  version: number
  createdAt: Instant
}

export interface Product {
  id: string
  name: string
  /** Article number. */
  code?: string
  series?: string
  price?: number
  currency: string
  unit?: string
  active: boolean
  fields: Record<string, Json>
  version: number
  createdAt: Instant
}

export interface SearchHit {
  type: 'deal' | 'company' | 'contact' | 'product' | 'task' | 'process'
  id: string
  title: string
  subtitle?: string
}
