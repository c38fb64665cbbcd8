import type { Sentences } from '#engine'

/** Why an automatic step did not come off, and what helps. */
export const connectors: Sentences = {
  'There is no active user {name} to own the deal.':
    'Нет активного пользователя {name}, который вёл бы сделку.',
  'Name another one in the step.': 'Укажите в шаге другого.',
  'The deal was made, but somebody has deleted it since.': 'Сделка была создана, но её уже удалили.',
  '{text} is no due date.': '{text} — не срок.',
  'Use a duration such as P2D or 2 working days, or a date.':
    'Укажите длительность вида P2D или 2 working days либо дату.',
  '{host} could not be reached: {reason:say}': '{host} недоступен: {reason}',
  'Check that the other system is running, then retry.':
    'Проверьте, что другая система работает, и повторите.',
  'The other system answered {status}: it has moved, and redirects are not followed.':
    'Другая система ответила {status}: она переехала, а перенаправления не выполняются.',
  'Enter the new address in the step.': 'Укажите в шаге новый адрес.',
  'The other system answered {status}.': 'Другая система ответила {status}.',
  'The other system answered {status}: {body}': 'Другая система ответила {status}: {body}',
  'Ask who runs the other system, then retry.': 'Спросите того, кто ведёт другую систему, и повторите.',
  'There is no connector {type}.': 'Нет действия {type}.',
  'There is no decision {decision}.': 'Нет решения {decision}.',
  'There is no decision {decision} with the version tag {tag}.':
    'Нет решения {decision} с меткой версии {tag}.',
  'There was no decision {decision} yet when the process was published.':
    'Когда публиковали процесс, решения {decision} ещё не было.',
  'Publish the process again, and move what runs to the new version.':
    'Опубликуйте процесс снова и переведите на новую версию то, что уже идёт.',
  'There is no decision {decision} in version {version}.': 'Нет решения {decision} в версии {version}.',
  'Import its DMN file on the Processes page, then retry.':
    'Импортируйте его файл DMN на странице «Процессы» и повторите.',
  'Correct {name} and import it anew, or correct the variables it reads, then retry.':
    'Исправьте {name} и импортируйте снова или исправьте переменные, которые он читает, и повторите.',
  'The file holds no decision. Choose another.': 'В файле нет решений. Выберите другой.',
  'Choose one of the blocks in the designer and publish again.':
    'Выберите в конструкторе один из блоков и опубликуйте снова.',
  '{input} is empty.': '{input} — пусто.',
  'Fill it in the step, or make sure its expression has a value.':
    'Заполните это в шаге или позаботьтесь, чтобы выражение давало значение.',
  'The deal has been deleted.': 'Сделка удалена.',
  'There is nobody to notify.': 'Уведомлять некого.',
  'Name a user, a role or a team in the step.': 'Укажите в шаге пользователя, роль или команду.',
  'An administrator can add the host under Integrations → Going out: allowed hosts.':
    'Администратор может добавить узел: «Интеграции → Наружу: разрешённые узлы».',
  '{address} is no address.': '{address} — не адрес.',
  'Enter an address such as https://api.example.com/v1.': 'Укажите адрес вида https://api.example.com/v1.',
  'Only https addresses may be called, not {protocol}.': 'Обращаться можно только по https, а не {protocol}.',
  'Use the https address of the other system.': 'Возьмите https-адрес другой системы.',
  'The address contains a user name or password.': 'В адресе есть имя или пароль.',
  'Send credentials in a header instead.': 'Передавайте их в заголовке.',
  '{host} is not on the list of allowed hosts.': '{host} нет в списке разрешённых узлов.',
  '{host} leads to an address inside a private network.': '{host} ведёт во внутреннюю сеть.',
  'Only public addresses may be called.': 'Обращаться можно только к публичным адресам.',
  'the answer is larger than 1 MB': 'ответ больше 1 МБ',
  'it failed five times in a row and is left alone for a minute':
    'пять неудач подряд, делается пауза в минуту',
  'There is no secret {name}.': 'Нет секрета {name}.',
  'An administrator can store it under Integrations → Secrets.':
    'Администратор может сохранить его: «Интеграции → Секреты».',
  'The letter has neither a template nor a text.': 'У письма нет ни шаблона, ни текста.',
  'Choose a template in the step.': 'Выберите в шаге шаблон.',
  'The letter could not be sent.': 'Письмо не удалось отправить.',
  'Another server process is sending it.': 'Его уже отправляет другой процесс сервера.',
  'This step works on a deal, but the process was started without one.':
    'Этот шаг работает со сделкой, а процесс запущен без неё.',
  'Start the process from a deal, or use another block.':
    'Запустите процесс из сделки или возьмите другой блок.',
  'Deal {number} is already {status:word}.': 'Сделка {number} уже {status}.',
  'Correct the fields in the step, then retry.': 'Исправьте поля в шаге и повторите.',
  '{value} does not fit the field {field}.': '{value} не подходит полю {field}.',
}
