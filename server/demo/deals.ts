/**
 * The demonstration's deals: [customer, product, quantity, stage, seller, days in the stage]. Won and lost ones carry
 * no process; every open one stands where its process stands.
 */
export type DemoDeal = [
  customer: number,
  product: number,
  quantity: number,
  stage: string,
  seller: string,
  days: number,
]

export const deals: DemoDeal[] = [
  [0, 2, 3, 'prospecting', 'Anna Kask', 1],
  [1, 0, 1, 'prospecting', 'Jonas Dahl', 4],
  [5, 5, 2, 'prospecting', 'Elena Greco', 0],
  [7, 4, 2, 'prospecting', 'Pavel Orlov', 6],
  [11, 3, 1, 'prospecting', 'Pavel Orlov', 2],
  [2, 1, 1, 'engaging', 'Elena Greco', 3],
  [4, 2, 4, 'engaging', 'Anna Kask', 9],
  [8, 3, 2, 'engaging', 'Jonas Dahl', 5],
  [10, 5, 1, 'engaging', 'Luca Moretti', 12],
  [3, 0, 2, 'proposal', 'Anna Kask', 2],
  [6, 4, 6, 'proposal', 'Jonas Dahl', 7],
  [9, 2, 8, 'proposal', 'Elena Greco', 1],
  [2, 3, 3, 'negotiation', 'Elena Greco', 4],
  [0, 1, 2, 'negotiation', 'Marta Saar', 11],
  [8, 5, 5, 'negotiation', 'Pavel Orlov', 2],
  [6, 0, 1, 'won', 'Jonas Dahl', 20],
  [1, 2, 2, 'won', 'Anna Kask', 31],
  [9, 5, 3, 'won', 'Luca Moretti', 9],
  [4, 4, 1, 'lost', 'Anna Kask', 15],
  [10, 3, 1, 'lost', 'Luca Moretti', 40],
  [5, 1, 1, 'lost', 'Elena Greco', 27],
]
