/** The demonstration's people: two teams, each with a head. Nobody has a password until an administrator sets one. */
export const teams = [
  { name: 'North', office: 'Tallinn', head: 'Marta Saar' },
  { name: 'South', office: 'Milan', head: 'Luca Moretti' },
]

export const people = [
  { name: 'Marta Saar', team: 'North' },
  { name: 'Anna Kask', team: 'North' },
  { name: 'Jonas Dahl', team: 'North' },
  { name: 'Luca Moretti', team: 'South' },
  { name: 'Elena Greco', team: 'South' },
  { name: 'Pavel Orlov', team: 'South' },
]
