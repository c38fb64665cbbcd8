import type { Sentences } from '#engine'

/** Accounts, teams, settings, integrations. */
export const people: Sentences = {
  'A password needs at least {count} characters.': 'В пароле должно быть не меньше {count} знаков.',
  'A password may have at most {count} characters.': 'В пароле может быть не больше {count} знаков.',
  'This password is among the first that are tried. Choose another.':
    'Этот пароль подбирают одним из первых. Придумайте другой.',
  'Do not use your own name or address as a password.': 'Не используйте в пароле своё имя или адрес.',
  'Too many people sign in just now. Try again in a few seconds.':
    'Сейчас входит слишком много людей. Повторите через несколько секунд.',
  'The current password is not right.': 'Текущий пароль неверен.',
  'The address or the password is not right.': 'Адрес или пароль неверны.',
  'This link was used already, or is too old. Ask an administrator for a new one.':
    'Эта ссылка уже использована или устарела. Попросите у администратора новую.',
  'This is not the setup link that the console shows. Copy it again.':
    'Это не та ссылка, что показана в консоли. Скопируйте её ещё раз.',
  'Name and e-mail are needed.': 'Нужны имя и адрес почты.',
  'Somebody with the address {email} is here already.': 'Пользователь с адресом {email} уже есть.',
  'This is the last administrator. Name another one first.':
    'Это последний администратор. Сначала назначьте другого.',
  "{name}'s account was changed meanwhile. Reload it.":
    'Учётную запись ({name}) тем временем изменили. Обновите страницу.',
  'There is no such team.': 'Такой команды нет.',
  'There is a team {name} already.': 'Команда {name} уже есть.',
  'Expected the settings as you read them, but somebody changed them meanwhile. Reload the page.':
    'Настройки тем временем изменил кто-то другой. Обновите страницу.',
  '{zone} is no time zone; give e.g. Europe/Berlin.':
    '{zone} — не часовой пояс; укажите, например, Europe/Moscow.',
  'A secret’s name holds letters, digits and _ only.':
    'В имени секрета допустимы только латинские буквы, цифры и _.',
  'The correlation key is no expression: {reason:say}': 'Ключ сопоставления — не выражение: {reason}',
  'There is no such webhook, or it is switched off.': 'Такого вебхука нет, или он выключен.',
  'The headers webhook-id, webhook-timestamp and webhook-signature are needed.':
    'Нужны заголовки webhook-id, webhook-timestamp и webhook-signature.',
  'The time stamp is more than five minutes off. Check the clock of the sender.':
    'Метка времени расходится больше чем на пять минут. Проверьте часы отправителя.',
  'The signature is wrong. Check that the sender signs the raw body with the secret of this webhook.':
    'Подпись неверна. Проверьте, что отправитель подписывает исходное тело секретом этого вебхука.',
  'The body has no value for {key}, by which the message {message} finds its process.':
    'В теле нет значения {key}, по которому сообщение {message} находит свой процесс.',
  'The body is no JSON that can be taken: {reason}': 'Тело — не подходящий JSON: {reason}',
  '{name} is no field name: use letters, digits, _ and -.':
    '{name} не может быть именем поля: допустимы латинские буквы, цифры, _ и -.',
  'The field {name} is longer than 5,000 characters.': 'Поле {name} длиннее 5000 знаков.',
}
