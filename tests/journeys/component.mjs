// Builds a component of the documents, with its framework and a page around it, for the browser:
// `node component.mjs jsx|vue < component`.
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

const PAGES = {
  jsx: `
    import { createElement, useState } from "react";
    import { createRoot } from "react-dom/client";
    import { Alternatives } from "component";
    function Page() {
      const [productId, turn] = useState(shop.productId);
      shop.turn = turn;
      return createElement(Alternatives, { productId, onAdd: shop.add });
    }
    createRoot(shop.place).render(createElement(Page));`,
  vue: `
    import { createApp, h, ref } from "vue";
    import Alternatives from "component";
    const productId = ref(shop.productId);
    shop.turn = (other) => { productId.value = other; };
    const page = () => h(Alternatives, { productId: productId.value, onAdd: shop.add });
    createApp({ render: page }).mount(shop.place);`,
};

/** What vite's plugin for Vue does. */
function fromVue(source) {
  const { descriptor } = parse(source);
  const isCustomElement = (tag) => tag.startsWith("tresen-");
  const templateOptions = { compilerOptions: { isCustomElement } };
  return compileScript(descriptor, { id: "component", inlineTemplate: true, templateOptions }).content;
}

const [kind] = process.argv.slice(2);
const source = await text(process.stdin);
const component = {
  name: "component",
  setup(builder) {
    const resolveDir = import.meta.dirname;
    const contents = kind === "vue" ? fromVue(source) : source;
    builder.onResolve({ filter: /^component$/ }, ({ path }) => ({ path, namespace: "docs" }));
    builder.onLoad({ filter: /./, namespace: "docs" }, () => ({ contents, loader: "jsx", resolveDir }));
  },
};
const { outputFiles } = await build({
  stdin: { contents: PAGES[kind], resolveDir: import.meta.dirname },
  plugins: [component],
  bundle: true,
  write: false,
  format: "esm",
  jsx: "automatic",
  minify: true,
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
});
process.stdout.write(outputFiles[0].text);
