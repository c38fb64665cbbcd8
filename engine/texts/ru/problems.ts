import type { Sentences } from '../translate.ts'

/** What is wrong in a drawing or a file. */
export const problems: Sentences = {
  'Baton cannot write to {target}. Name a variable or a part of one, e.g. order.total.':
    'В {target} нельзя записать. Назовите переменную или её часть, например order.total.',
  'The part {part} of the correlation key has no value of our own, so those of the other parts are not used. Give it one, or none.':
    'У части {part} ключа корреляции нет нашего значения, поэтому значения остальных частей не используются. Задайте его всем частям или ни одной.',
  'The message {message} does not say where it has the part {part} of the correlation key, so it is not found by it. Say where.':
    'В сообщении {message} не указано, где стоит часть {part} ключа корреляции, поэтому по ней его не находят. Укажите.',
  '{step} calls no process. Name one.': '{step} не вызывает никакого процесса. Укажите, какой вызвать.',
  '{step} calls the process {process}, which is not published. Publish it first.':
    '{step} вызывает процесс {process}, который не опубликован. Сначала опубликуйте его.',
  'Nothing undoes {step}: connect the compensation event to its handler by an association.':
    'Отменить {step} некому: соедините событие компенсации с обработчиком ассоциацией.',
  '{step} is a compensation handler, yet sequence flows lead to or from it. Remove them.':
    '{step} — обработчик компенсации, но к нему или от него ведут потоки. Удалите их.',
  '{step} undoes {activity}, which does not exist. Choose an activity.':
    '{step} отменяет {activity}, но такого шага нет. Выберите шаг.',
  '{step} has no activation condition, so it joins like an inclusive gateway. Write one, for example activationCount >= 2.':
    'У шлюза {step} нет условия срабатывания, поэтому он соединяет ветви как неисключающий. Задайте его, например activationCount >= 2.',
  '{step} has no way for {case}. Add a default flow, or a condition for it.':
    'У шлюза {step} нет пути для случая {case}. Добавьте поток по умолчанию или условие.',
  '{step} has no way that can be taken. Add a default flow, or a condition for it.':
    'У шлюза {step} нет пути, который можно выбрать. Добавьте поток по умолчанию или условие.',
  '{step} has {count} ways for {case}; the first in the drawing is taken ({first}, not {second}). Make the conditions exclude each other if that is not meant.':
    'У шлюза {step} для случая {case} подходящих путей: {count}; будет выбран первый на схеме ({first}, а не {second}). Если так не задумано, сделайте условия взаимоисключающими.',
  'The condition of this flow from {step} holds for no value, so it is never taken.':
    'Условие этого потока из {step} не выполняется ни при каком значении, поэтому по нему никто не пойдёт.',
  'This flow from {step} is never taken: whenever its condition holds, that of a flow before it holds too. Narrow the earlier condition, or remove this flow.':
    'По этому потоку из {step} никто не пойдёт: когда выполняется его условие, выполняется и условие одного из потоков перед ним. Сузьте более раннее условие или удалите этот поток.',
  '{step} does not say what it does. Choose a connector.':
    'Не указано, что делает шаг {step}. Выберите действие.',
  '{step} uses the connector {type}, which does not exist here. Choose another.':
    'Шаг {step} использует действие {type}, которого здесь нет. Выберите другое.',
  '{step} uses the template {template}, which does not exist. Choose or create it.':
    'Шаг {step} использует шаблон {template}, которого нет. Выберите другой или создайте его.',
  '{step} needs a value for {title:word}. Write one, or an expression.':
    'Шагу {step} нужно значение для {title}. Введите его или выражение.',
  'This flow is the default of {step}, so its condition is ignored. Remove the condition.':
    'Это поток по умолчанию для {step}, поэтому его условие не учитывается. Удалите условие.',
  'Nothing follows {step}, so its branch ends there. Add an end event to say so.':
    'После {step} ничего нет, ветвь там и заканчивается. Добавьте конечное событие.',
  '{step} does not say what it waits for. Make it a message, timer or other event.':
    'Не указано, чего ждёт {step}. Сделайте его событием-сообщением, таймером или другим событием.',
  '{step} names no {kind:word}. Say which one.': 'В {step} не названо: {kind}. Укажите, что именно.',
  '{event} follows the event-based gateway {step}, but waits for no event. Put a catch event or a receive task there.':
    '{event} стоит после шлюза по событиям {step}, но не ждёт события. Поставьте там событие-ожидание или задачу получения.',
  '{step} waits for nothing. Connect it to the events it chooses between.':
    '{step} ничего не ждёт. Соедините его с событиями, между которыми он выбирает.',
  '{step} cannot be {position:word} of type {type:word}. Choose another type of event.':
    '{step} не может быть таким событием ({position}, тип: {type}). Выберите другой тип события.',
  '{step} needs exactly one start event, but has {count}.':
    'Подпроцессу {step} нужно ровно одно начальное событие, сейчас их {count}.',
  'The start of {step} says no event. Make it a message, timer, error or other event.':
    'У начала {step} не указано событие. Сделайте его сообщением, таймером, ошибкой или другим событием.',
  'Sequence flows lead into or out of {step}, but its event alone starts it. Remove them.':
    'К {step} или от него ведут потоки, хотя его запускает только событие. Удалите их.',
  'The expression {text} is {language}, which Baton does not run. Write it in FEEL.':
    'Выражение {text} написано на {language}; Baton его не выполняет. Напишите его на FEEL.',
  '{text} is no FEEL expression: {reason:say}': '{text} — не выражение FEEL: {reason}',
  'A field of {step} has no key. Give it one.': 'У одного из полей {step} нет ключа. Задайте его.',
  'Two fields of {step} have the key {key}. Rename one.':
    'У двух полей {step} один и тот же ключ {key}. Переименуйте одно из них.',
  'The field {field} of {step} offers nothing to choose. Add options.':
    'В поле {field} шага {step} не из чего выбирать. Добавьте варианты.',
  'The field {field} of {step} stands for {bind}, which does not exist. Choose another.':
    'Поле {field} шага {step} связано с {bind}, чего не существует. Выберите другое.',
  'The flow from {step} has no condition, so it is taken when no other holds. Mark it as the default flow.':
    'У потока из {step} нет условия, поэтому он выбирается, когда не выполнено ни одно другое. Отметьте его как поток по умолчанию.',
  '{step} cannot choose: this flow has no condition. Write one, or make it the default flow.':
    '{step} не может выбрать: у этого потока нет условия. Задайте его или сделайте поток потоком по умолчанию.',
  'Two link events catch {link}. Give one another name.':
    'Ссылку {link} принимают два события. Дайте одному из них другое имя.',
  '{step} leads to the link {link}, which nothing catches. Add the catching link event.':
    '{step} ведёт по ссылке {link}, которую никто не принимает. Добавьте принимающее событие-ссылку.',
  '{step} is marked as a loop, but has no condition and no maximum, so it is done once. Say how often.':
    '{step} отмечен как цикл, но без условия и предела, поэтому выполнится один раз. Укажите, сколько раз.',
  '{step} is to be done several times, but not how often. Give a collection or a number.':
    '{step} нужно выполнить несколько раз, но не сказано сколько. Укажите список или число.',
  'This flow out of {step} has no name, so all its flows are taken at once instead of being a choice. Name every one.':
    'У этого потока из {step} нет названия, поэтому все потоки выбираются сразу, а не на выбор. Назовите каждый.',
  '{step} takes all its flows, so this condition is ignored. Use an inclusive gateway, or remove it.':
    '{step} проходит по всем потокам, поэтому условие не учитывается. Возьмите неисключающий шлюз или удалите условие.',
  'The {property} of {step} is {value}. Make it 1 or more.':
    'Свойство {property} у {step} равно {value}. Сделайте его не меньше 1.',
  'No way leads to {step}. Connect it, or delete it.': 'К {step} нет пути. Соедините его или удалите.',
  'No way leads to {step}, so it begins together with the start. Connect it, or delete it.':
    'К {step} нет пути, поэтому он начинается вместе с процессом. Соедините его или удалите.',
  '{step} asks for the decision {decision}, which is not here. Import its DMN file on the Processes page, or draw the table into the task.':
    '{step} спрашивает решение {decision}, которого здесь нет. Импортируйте его файл DMN на странице «Процессы» или нарисуйте таблицу в шаге.',
  '{step} asks for the decision {decision} in version {version}, which is not here. Import its DMN file on the Processes page, or draw the table into the task.':
    '{step} спрашивает решение {decision} в версии {version}, которой здесь нет. Импортируйте его файл DMN на странице «Процессы» или нарисуйте таблицу в шаге.',
  '{step} can be in more states than could be looked at: in the first {states} nothing else is wrong, but it was not proved that every run ends. Fewer branches at once, or sub-processes of their own, make it provable.':
    'У {step} больше состояний, чем удалось просмотреть: в первых {states} других ошибок нет, но не доказано, что каждое выполнение завершится. Это можно доказать, если одновременных ветвей станет меньше или они уйдут в свои подпроцессы.',
  'When {step} goes on depends on data, so it was not proved that every run ends. A condition over activationCount alone can be proved.':
    'Когда {step} сработает, зависит от данных, поэтому не доказано, что каждое выполнение завершится. Для условия только от activationCount это можно доказать.',
  '{step} has too many flows to look at every combination, so it was not proved that every run ends.':
    'У {step} слишком много потоков, чтобы просмотреть все сочетания, поэтому не доказано, что каждое выполнение завершится.',
  'What happens inside {step} could not be worked out, so it was not proved that every run around it ends.':
    'Не удалось выяснить, что происходит внутри {step}, поэтому не доказано, что каждое выполнение вокруг него завершится.',
  'Nothing inside {step} throws what {event} catches, so no run comes to it. Throw it there, or delete the event.':
    'Внутри {step} никто не создаёт того, что ловит {event}, поэтому до него дело не дойдёт. Создайте это внутри или удалите событие.',
  'Nothing throws what starts {step}, so no run comes to it. Throw it, or delete it.':
    'Никто не создаёт того, что запускает {step}, поэтому до него дело не дойдёт. Создайте это или удалите подпроцесс.',
  'The process can get stuck at {step}: no flow that leads on can be taken. Give it one.':
    'Процесс может застрять на {step}: дальше нет потока, по которому можно пойти. Добавьте его.',
  'The process can get stuck at {step} after {run}: no flow that leads on can be taken. Give it one.':
    'Процесс может застрять на {step} после {run}: дальше нет потока, по которому можно пойти. Добавьте его.',
  'No run ever gets past {step}. Check the gateways before it, or delete it.':
    'Ни одно выполнение не пройдёт дальше {step}. Проверьте шлюзы перед ним или удалите его.',
  'The process can get stuck at {step}: nothing comes any more from {missing}. Join with the kind of gateway that split.':
    'Процесс может застрять на {step}: из {missing} больше ничего не придёт. Соединяйте ветви шлюзом того же вида, каким разделили.',
  'The process can get stuck at {step} after {run}: nothing comes any more from {missing}. Join with the kind of gateway that split.':
    'Процесс может застрять на {step} после {run}: из {missing} больше ничего не придёт. Соединяйте ветви шлюзом того же вида, каким разделили.',
  'Work can pile up without end at {step}. Join the branches before going round again.':
    'Работа может бесконечно накапливаться на {step}. Соедините ветви, прежде чем идти на новый круг.',
  'Work can pile up without end at {step} after {run}. Join the branches before going round again.':
    'Работа может бесконечно накапливаться на {step} после {run}. Соедините ветви, прежде чем идти на новый круг.',
  'No way leads to an end any more from {step}. Add a way out of the loop.':
    'От {step} нет пути к завершению. Добавьте выход из цикла.',
  'No way leads to an end any more from {step} after {run}. Add a way out of the loop.':
    'От {step} (после {run}) нет пути к завершению. Добавьте выход из цикла.',
  '{step} and {other} both are stage {key} under different names. Give one another key.':
    '{step} и {other} — один этап {key} под разными названиями. Дайте одному из них другой ключ.',
  'Cards may jump to {step} from stage {stage}, which does not exist. Correct the name.':
    'В {step} разрешён переход с этапа {stage}, которого нет. Исправьте название.',
  'A pipeline needs stages. Mark the steps that are columns of the board.':
    'Воронке нужны этапы. Отметьте шаги, которые станут колонками доски.',
  'No stage is marked as won or lost, so deals of this pipeline never count as closed.':
    'Ни один этап не отмечен как выигранный или проигранный, поэтому сделки этой воронки никогда не считаются закрытыми.',
  '{process} is not marked as executable, so it will not be started. Mark it as executable.':
    '{process} не отмечен как исполняемый и не будет запускаться. Отметьте его как исполняемый.',
  '{process} has no start event; it begins at every step no flow leads to. Add a start event to say where.':
    'У {process} нет начального события; он начнётся с каждого шага, к которому не ведёт поток. Добавьте начальное событие.',
  '{process} is empty. Draw a start, a step and an end.': '{process} пуст. Нарисуйте начало, шаг и конец.',
  'This step has no name, but people will see it in their lists. Name it.':
    'У этого шага нет названия, а люди увидят его в своих списках. Назовите его.',
  'Nobody is asked to do {step}; it lands among the unassigned tasks. Name an assignee or a group, for example =deal.owner.':
    'Для {step} не назван исполнитель; задача попадёт к ничьим. Укажите исполнителя или группу, например =deal.owner.',
  '{step} has no script. Write a FEEL expression.': 'У {step} нет сценария. Напишите выражение FEEL.',
  '{step} decides nothing. Write a FEEL expression, or give it a decision table.':
    '{step} ничего не решает. Напишите выражение FEEL или задайте таблицу решений.',
  '{step} sends nothing. Name a message or choose a connector.':
    '{step} ничего не отправляет. Назовите сообщение или выберите действие.',
  'The timer {step} cannot be read: {problem:say} Write for example PT48H, or =deal.closeDate.':
    'Таймер {step} непонятен: {problem} Напишите, например, PT48H или =deal.closeDate.',
  '{step} occurs once, though its timer repeats. Use a duration, or a non-interrupting event.':
    '{step} сработает один раз, хотя таймер повторяется. Задайте длительность или непрерывающее событие.',
  '{step} catches a cancel, but is attached to no transaction. Attach it to one.':
    '{step} ловит отмену, но не прикреплено к транзакции. Прикрепите его.',
  '{step} cancels a transaction, but there is none around it. Use an error end event.':
    '{step} отменяет транзакцию, но вокруг её нет. Используйте завершение с ошибкой.',
  '{step} can be cancelled, but has no cancel boundary event, so it goes on as if completed. Attach one.':
    '{step} можно отменить, но у него нет граничного события отмены, и он продолжится как завершённый. Прикрепите событие.',
  'The file is larger than {size} MB. Split the drawing into smaller processes.':
    'Файл больше {size} МБ. Разделите схему на меньшие процессы.',
  'The file has a DOCTYPE or entity declaration. Remove it: BPMN files need none.':
    'В файле есть DOCTYPE или объявление сущностей. Удалите их: в BPMN они не нужны.',
  'An element has more than {count} attributes.': 'У элемента больше {count} атрибутов.',
  'An element uses a reserved name (__proto__, constructor).':
    'У элемента зарезервированное имя (__proto__, constructor).',
  'Elements are nested deeper than {count}.': 'Элементы вложены глубже {count} уровней.',
  'The file has more than {count} elements.': 'В файле больше {count} элементов.',
  'The file declares more than {count} namespaces.': 'В файле объявлено больше {count} пространств имён.',
  'The file is not text in the encoding it declares. Save it as UTF-8.':
    'Файл не является текстом в объявленной кодировке. Сохраните его в UTF-8.',
  'The file holds no process, so there is nothing to run. Draw a process, or keep the file for display.':
    'В файле нет процесса, выполнять нечего. Нарисуйте процесс или оставьте файл для просмотра.',
  'The file holds no process. Draw one, or choose another file.':
    'В файле нет процесса. Нарисуйте его или выберите другой файл.',
  "{value} is not declared in the file; Baton takes it as the {kind:word}'s name.":
    '{value} не объявлено в файле; Baton считает это именем ({kind}).',
  'Two elements have the id {id}. Give one of them another id.':
    'У двух элементов один идентификатор {id}. Дайте одному из них другой.',
  '<{tag}> cannot be read ({reason}) and was left out. Correct it, or move it into extensionElements.':
    '<{tag}> не удалось прочитать ({reason}), он пропущен. Исправьте его или перенесите в extensionElements.',
  'The file is no readable BPMN: {reason}. Correct the XML, or export the drawing again.':
    'Это не читаемый BPMN: {reason}. Исправьте XML или экспортируйте схему заново.',
  'The sequence flow from {from} to {to} leaves its process or crosses the border of a sub-process. Keep both ends inside, or use a message or an event.':
    'Поток от {from} к {to} выходит из процесса или пересекает границу подпроцесса. Оставьте оба конца внутри или используйте сообщение либо событие.',
  'The boundary event is attached to {host}, which is no activity beside it. Attach it to an activity or delete it.':
    'Граничное событие прикреплено к {host}, но такого шага рядом нет. Прикрепите его к шагу или удалите.',
  'The sequence flow {word:word} at {id}, which does not exist. Connect it or delete it.':
    'Поток {word} в {id}, чего не существует. Соедините его или удалите.',
  'Baton does not execute {kind}. Replace it with a task, event, gateway or sub-process.':
    'Baton не выполняет {kind}. Замените на задачу, событие, шлюз или подпроцесс.',
  'The event definition {type} is not executed by Baton. Use another kind of event.':
    'Событие вида {type} Baton не выполняет. Возьмите событие другого вида.',
  '{table} is {policy}: {what}.': '{table} — {policy}: {what}.',
}
