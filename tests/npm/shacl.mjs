// Results of a SHACL validator of npm: node shacl.mjs rdf-validate-shacl|shacl-engine SHAPES.ttl DATA.nt
// A line of JSON a result: focus node, value, shape, component and severity.
import { readFileSync } from 'node:fs'
import DataFactory from '@rdfjs/data-model/Factory.js'
import DatasetFactory from '@rdfjs/dataset/Factory.js'
import Environment from '@rdfjs/environment'
import NamespaceFactory from '@rdfjs/namespace/Factory.js'
import TermMapFactory from '@rdfjs/term-map/Factory.js'
import TermSetFactory from '@rdfjs/term-set/Factory.js'
import { Parser } from 'n3'

const factory = new Environment([DataFactory, DatasetFactory, NamespaceFactory, TermMapFactory, TermSetFactory])
const read = (file) => factory.dataset(new Parser({ factory }).parse(readFileSync(file, 'utf8')))

const term = (found) => found && {
  type: found.termType,
  value: found.value,
  language: found.language,
  datatype: found.datatype?.value
}

const engines = {
  async 'rdf-validate-shacl' (shapes, data) {
    const { default: Validator } = await import('rdf-validate-shacl')
    const report = await new Validator(shapes).validate(data)
    return report.results.map(found => ({
      focus: found.focusNode,
      value: found.value,
      shape: found.sourceShape,
      component: found.sourceConstraintComponent,
      severity: found.severity
    }))
  },
  async 'shacl-engine' (shapes, data) {
    const { Validator } = await import('shacl-engine')
    const report = await new Validator(shapes, { factory }).validate({ dataset: data })
    return report.results.map(found => ({
      focus: found.focusNode?.term,
      value: found.value?.term,
      shape: found.shape.ptr.term,
      component: found.constraintComponent,
      severity: found.severity
    }))
  }
}

const [name, shapes, data] = process.argv.slice(2)
for (const found of await engines[name](read(shapes), read(data))) {
  const said = Object.fromEntries(Object.entries(found).map(([key, value]) => [key, term(value) ?? null]))
  console.log(JSON.stringify(said))
}
