function (config) {
  // The records are kept between requests; a list looks at each of them, as stubs of this kind do.
  const request = config.request, state = config.state;
  const answer = (status, value) => ({
    statusCode: status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: value === undefined ? '' : JSON.stringify(value)
  });
  if (!state.byId) {
    const records = JSON.parse(require('fs').readFileSync('RECORDS', 'utf8'));
    state.byId = new Map(records.map(record => [record.Id, record]));
    state.next = Math.max(...state.byId.keys()) + 1;
    state.clock = Date.now();
  }
  const stamp = () => new Date(state.clock += 1).toISOString().replace('Z', '0000+00:00');
  const parts = request.path.split('/');
  if (request.method === 'POST') {
    const given = JSON.parse(request.body);
    if (!given.Name) return answer(400, { detail: 'Name is required.' });
    const template = state.byId.values().next().value;
    const record = { ...template, ...given, Id: state.next++, LastChangedDateTimeOffset: stamp() };
    state.byId.set(record.Id, record);
    return answer(201, record);
  }
  if (parts.length > 3) {
    const id = Number(parts[3]), record = state.byId.get(id);
    if (!record) return answer(404, { detail: 'not found' });
    if (request.method === 'GET') return answer(200, record);
    const changed = { ...record, LastChangedDateTimeOffset: stamp() };
    for (const step of JSON.parse(request.body)) changed[step.path.slice(1)] = step.value;
    state.byId.set(id, changed);
    return answer(200, changed);
  }
  const since = request.query.lastChangedDateTimeOffsetGreaterThan, found = [];
  for (const record of state.byId.values()) {
    if (record.LastChangedDateTimeOffset > since) found.push(record);
  }
  return answer(200, found.slice(0, Number(request.query.PageSize)));
}
