/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

// @ts-nocheck

export const check = validate0;
const schema0 = {
  type: "object",
  required: ["apiKey", "payments"],
  properties: {
    name: { type: ["string", "null"], maxLength: 1000 },
    openDate: { $ref: "TillDateTime.json" },
    closeDate: { $ref: "TillDateTime.json" },
    covers: { $ref: "TillNumber.json" },
    ownerId: { $ref: "TillId.json" },
    ownerName: { type: ["string", "null"], maxLength: 1000 },
    deviceId: { $ref: "TillId.json" },
    businessExternalReference: { type: ["string", "null"], maxLength: 255 },
    apiKey: { type: "string", minLength: 1, maxLength: 255 },
    receiptId: { type: ["string", "null"], maxLength: 255 },
    receipt: { type: ["string", "null"], maxLength: 100000 },
    fiscId: { type: ["string", "null"], maxLength: 255 },
    uuid: { type: ["string", "null"], maxLength: 255 },
    id: {},
    initialAccountId: { type: ["string", "null"], maxLength: 255 },
    identifier: { type: ["string", "null"], maxLength: 255 },
    revenueCenterId: { $ref: "TillId.json" },
    revenueCenterName: { type: ["string", "null"], maxLength: 1000 },
    transactions: {
      type: ["array", "null"],
      maxItems: 2000,
      items: { $ref: "ChargeLine.json" },
    },
    payments: {
      type: "array",
      maxItems: 100,
      items: { $ref: "ChargePayment.json" },
    },
    serviceCharge: {
      anyOf: [{ $ref: "ServiceCharge.json" }, { type: "null" }],
    },
  },
};
const schema1 = {
  type: ["string", "null"],
  maxLength: 40,
  pattern:
    "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
};
const schema3 = {
  type: ["number", "null"],
  exclusiveMinimum: -1000000000000,
  exclusiveMaximum: 1000000000000,
};
const schema4 = {
  type: ["integer", "string", "null"],
  minimum: 0,
  maximum: 9223372036854776000,
  pattern: "^[0-9]{1,19}$",
};
import func0Module from "ajv/dist/runtime/ucs2length.js";
const func0 = func0Module.default;
const pattern0 = new RegExp(
  "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
  "u",
);
const pattern2 = new RegExp("^[0-9]{1,19}$", "u");
const schema7 = {
  type: "object",
  properties: {
    unitAmount: { $ref: "TillNumber.json" },
    quantity: { $ref: "TillNumber.json" },
    amount: { $ref: "TillNumber.json" },
    description: { type: ["string", "null"], maxLength: 1000 },
    staffId: { $ref: "TillId.json" },
    staffName: { type: ["string", "null"], maxLength: 1000 },
    groupId: { $ref: "TillId.json" },
    groupName: { type: ["string", "null"], maxLength: 1000 },
    taxId: { type: ["integer", "string", "null"], maxLength: 255 },
    taxName: { type: ["string", "null"], maxLength: 1000 },
    taxRate: { $ref: "TillNumber.json" },
    taxIncluded: { type: ["boolean", "null"] },
    sku: { type: ["string", "null"], maxLength: 255 },
    type: { type: ["string", "null"], maxLength: 255 },
    serviceChargeContribution: { $ref: "TillNumber.json" },
    taxLines: {
      type: ["array", "null"],
      maxItems: 50,
      items: { $ref: "TaxLine.json" },
    },
  },
  if: { properties: { amount: { type: "null" } } },
  then: {
    required: ["quantity", "unitAmount"],
    properties: {
      quantity: { type: "number" },
      unitAmount: { type: "number" },
    },
  },
};
const schema15 = {
  type: "object",
  properties: {
    taxId: { type: ["integer", "string", "null"], maxLength: 255 },
    taxName: { type: ["string", "null"], maxLength: 1000 },
    taxAmount: { $ref: "TillNumber.json" },
    taxRate: { $ref: "TillNumber.json" },
    taxIncluded: { type: ["boolean", "null"] },
  },
};

function validate2(
  data,
  {
    instancePath = "",
    parentData,
    parentDataProperty,
    rootData = data,
    dynamicAnchors = {},
  } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate2.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.taxId !== undefined) {
        let data0 = data.taxId;
        const _errs1 = errors;
        if (
          !(
            typeof data0 == "number" &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          ) &&
          typeof data0 !== "string" &&
          data0 !== null
        ) {
          validate2.errors = [
            {
              instancePath: instancePath + "/taxId",
              schemaPath: "#/properties/taxId/type",
              keyword: "type",
              params: { type: schema15.properties.taxId.type },
              message: "must be integer,string,null",
            },
          ];
          return false;
        }
        if (errors === _errs1) {
          if (typeof data0 === "string") {
            if (func0(data0) > 255) {
              validate2.errors = [
                {
                  instancePath: instancePath + "/taxId",
                  schemaPath: "#/properties/taxId/maxLength",
                  keyword: "maxLength",
                  params: { limit: 255 },
                  message: "must NOT have more than 255 characters",
                },
              ];
              return false;
            }
          }
        }
        var valid0 = _errs1 === errors;
      } else {
        var valid0 = true;
      }
      if (valid0) {
        if (data.taxName !== undefined) {
          let data1 = data.taxName;
          const _errs3 = errors;
          if (typeof data1 !== "string" && data1 !== null) {
            validate2.errors = [
              {
                instancePath: instancePath + "/taxName",
                schemaPath: "#/properties/taxName/type",
                keyword: "type",
                params: { type: schema15.properties.taxName.type },
                message: "must be string,null",
              },
            ];
            return false;
          }
          if (errors === _errs3) {
            if (typeof data1 === "string") {
              if (func0(data1) > 1000) {
                validate2.errors = [
                  {
                    instancePath: instancePath + "/taxName",
                    schemaPath: "#/properties/taxName/maxLength",
                    keyword: "maxLength",
                    params: { limit: 1000 },
                    message: "must NOT have more than 1000 characters",
                  },
                ];
                return false;
              }
            }
          }
          var valid0 = _errs3 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.taxAmount !== undefined) {
            let data2 = data.taxAmount;
            const _errs5 = errors;
            const _errs6 = errors;
            if (
              !(typeof data2 == "number" && isFinite(data2)) &&
              data2 !== null
            ) {
              validate2.errors = [
                {
                  instancePath: instancePath + "/taxAmount",
                  schemaPath: "TillNumber.json/type",
                  keyword: "type",
                  params: { type: schema3.type },
                  message: "must be number,null",
                },
              ];
              return false;
            }
            if (errors === _errs6) {
              if (typeof data2 == "number" && isFinite(data2)) {
                if (data2 >= 1000000000000 || isNaN(data2)) {
                  validate2.errors = [
                    {
                      instancePath: instancePath + "/taxAmount",
                      schemaPath: "TillNumber.json/exclusiveMaximum",
                      keyword: "exclusiveMaximum",
                      params: { comparison: "<", limit: 1000000000000 },
                      message: "must be < 1000000000000",
                    },
                  ];
                  return false;
                } else {
                  if (data2 <= -1000000000000 || isNaN(data2)) {
                    validate2.errors = [
                      {
                        instancePath: instancePath + "/taxAmount",
                        schemaPath: "TillNumber.json/exclusiveMinimum",
                        keyword: "exclusiveMinimum",
                        params: { comparison: ">", limit: -1000000000000 },
                        message: "must be > -1000000000000",
                      },
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.taxRate !== undefined) {
              let data3 = data.taxRate;
              const _errs8 = errors;
              const _errs9 = errors;
              if (
                !(typeof data3 == "number" && isFinite(data3)) &&
                data3 !== null
              ) {
                validate2.errors = [
                  {
                    instancePath: instancePath + "/taxRate",
                    schemaPath: "TillNumber.json/type",
                    keyword: "type",
                    params: { type: schema3.type },
                    message: "must be number,null",
                  },
                ];
                return false;
              }
              if (errors === _errs9) {
                if (typeof data3 == "number" && isFinite(data3)) {
                  if (data3 >= 1000000000000 || isNaN(data3)) {
                    validate2.errors = [
                      {
                        instancePath: instancePath + "/taxRate",
                        schemaPath: "TillNumber.json/exclusiveMaximum",
                        keyword: "exclusiveMaximum",
                        params: { comparison: "<", limit: 1000000000000 },
                        message: "must be < 1000000000000",
                      },
                    ];
                    return false;
                  } else {
                    if (data3 <= -1000000000000 || isNaN(data3)) {
                      validate2.errors = [
                        {
                          instancePath: instancePath + "/taxRate",
                          schemaPath: "TillNumber.json/exclusiveMinimum",
                          keyword: "exclusiveMinimum",
                          params: { comparison: ">", limit: -1000000000000 },
                          message: "must be > -1000000000000",
                        },
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs8 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.taxIncluded !== undefined) {
                let data4 = data.taxIncluded;
                const _errs11 = errors;
                if (typeof data4 !== "boolean" && data4 !== null) {
                  validate2.errors = [
                    {
                      instancePath: instancePath + "/taxIncluded",
                      schemaPath: "#/properties/taxIncluded/type",
                      keyword: "type",
                      params: { type: schema15.properties.taxIncluded.type },
                      message: "must be boolean,null",
                    },
                  ];
                  return false;
                }
                var valid0 = _errs11 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate2.errors = [
        {
          instancePath,
          schemaPath: "#/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        },
      ];
      return false;
    }
  }
  validate2.errors = vErrors;
  return errors === 0;
}
validate2.evaluated = {
  props: {
    taxId: true,
    taxName: true,
    taxAmount: true,
    taxRate: true,
    taxIncluded: true,
  },
  dynamicProps: false,
  dynamicItems: false,
};

function validate1(
  data,
  {
    instancePath = "",
    parentData,
    parentDataProperty,
    rootData = data,
    dynamicAnchors = {},
  } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate1.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  const _errs1 = errors;
  let valid0 = true;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.amount !== undefined) {
      if (data.amount !== null) {
        const err0 = {};
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
  }
  var _valid0 = _errs2 === errors;
  errors = _errs1;
  if (vErrors !== null) {
    if (_errs1) {
      vErrors.length = _errs1;
    } else {
      vErrors = null;
    }
  }
  if (_valid0) {
    const _errs5 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (
        (data.quantity === undefined && (missing0 = "quantity")) ||
        (data.unitAmount === undefined && (missing0 = "unitAmount"))
      ) {
        validate1.errors = [
          {
            instancePath,
            schemaPath: "#/then/required",
            keyword: "required",
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'",
          },
        ];
        return false;
      } else {
        if (data.quantity !== undefined) {
          let data1 = data.quantity;
          const _errs6 = errors;
          if (!(typeof data1 == "number" && isFinite(data1))) {
            validate1.errors = [
              {
                instancePath: instancePath + "/quantity",
                schemaPath: "#/then/properties/quantity/type",
                keyword: "type",
                params: { type: "number" },
                message: "must be number",
              },
            ];
            return false;
          }
          var valid2 = _errs6 === errors;
        } else {
          var valid2 = true;
        }
        if (valid2) {
          if (data.unitAmount !== undefined) {
            let data2 = data.unitAmount;
            const _errs8 = errors;
            if (!(typeof data2 == "number" && isFinite(data2))) {
              validate1.errors = [
                {
                  instancePath: instancePath + "/unitAmount",
                  schemaPath: "#/then/properties/unitAmount/type",
                  keyword: "type",
                  params: { type: "number" },
                  message: "must be number",
                },
              ];
              return false;
            }
            var valid2 = _errs8 === errors;
          } else {
            var valid2 = true;
          }
        }
      }
    }
    var _valid0 = _errs5 === errors;
    valid0 = _valid0;
    if (valid0) {
      var props0 = {};
      props0.quantity = true;
      props0.unitAmount = true;
      props0.amount = true;
    }
  }
  if (!valid0) {
    const err1 = {
      instancePath,
      schemaPath: "#/if",
      keyword: "if",
      params: { failingKeyword: "then" },
      message: 'must match "then" schema',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
    validate1.errors = vErrors;
    return false;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (props0 !== true) {
        props0 = props0 || {};
        props0.unitAmount = true;
        props0.quantity = true;
        props0.amount = true;
        props0.description = true;
        props0.staffId = true;
        props0.staffName = true;
        props0.groupId = true;
        props0.groupName = true;
        props0.taxId = true;
        props0.taxName = true;
        props0.taxRate = true;
        props0.taxIncluded = true;
        props0.sku = true;
        props0.type = true;
        props0.serviceChargeContribution = true;
        props0.taxLines = true;
      }
      if (data.unitAmount !== undefined) {
        let data3 = data.unitAmount;
        const _errs10 = errors;
        const _errs11 = errors;
        if (!(typeof data3 == "number" && isFinite(data3)) && data3 !== null) {
          validate1.errors = [
            {
              instancePath: instancePath + "/unitAmount",
              schemaPath: "TillNumber.json/type",
              keyword: "type",
              params: { type: schema3.type },
              message: "must be number,null",
            },
          ];
          return false;
        }
        if (errors === _errs11) {
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 >= 1000000000000 || isNaN(data3)) {
              validate1.errors = [
                {
                  instancePath: instancePath + "/unitAmount",
                  schemaPath: "TillNumber.json/exclusiveMaximum",
                  keyword: "exclusiveMaximum",
                  params: { comparison: "<", limit: 1000000000000 },
                  message: "must be < 1000000000000",
                },
              ];
              return false;
            } else {
              if (data3 <= -1000000000000 || isNaN(data3)) {
                validate1.errors = [
                  {
                    instancePath: instancePath + "/unitAmount",
                    schemaPath: "TillNumber.json/exclusiveMinimum",
                    keyword: "exclusiveMinimum",
                    params: { comparison: ">", limit: -1000000000000 },
                    message: "must be > -1000000000000",
                  },
                ];
                return false;
              }
            }
          }
        }
        var valid3 = _errs10 === errors;
      } else {
        var valid3 = true;
      }
      if (valid3) {
        if (data.quantity !== undefined) {
          let data4 = data.quantity;
          const _errs13 = errors;
          const _errs14 = errors;
          if (
            !(typeof data4 == "number" && isFinite(data4)) &&
            data4 !== null
          ) {
            validate1.errors = [
              {
                instancePath: instancePath + "/quantity",
                schemaPath: "TillNumber.json/type",
                keyword: "type",
                params: { type: schema3.type },
                message: "must be number,null",
              },
            ];
            return false;
          }
          if (errors === _errs14) {
            if (typeof data4 == "number" && isFinite(data4)) {
              if (data4 >= 1000000000000 || isNaN(data4)) {
                validate1.errors = [
                  {
                    instancePath: instancePath + "/quantity",
                    schemaPath: "TillNumber.json/exclusiveMaximum",
                    keyword: "exclusiveMaximum",
                    params: { comparison: "<", limit: 1000000000000 },
                    message: "must be < 1000000000000",
                  },
                ];
                return false;
              } else {
                if (data4 <= -1000000000000 || isNaN(data4)) {
                  validate1.errors = [
                    {
                      instancePath: instancePath + "/quantity",
                      schemaPath: "TillNumber.json/exclusiveMinimum",
                      keyword: "exclusiveMinimum",
                      params: { comparison: ">", limit: -1000000000000 },
                      message: "must be > -1000000000000",
                    },
                  ];
                  return false;
                }
              }
            }
          }
          var valid3 = _errs13 === errors;
        } else {
          var valid3 = true;
        }
        if (valid3) {
          if (data.amount !== undefined) {
            let data5 = data.amount;
            const _errs16 = errors;
            const _errs17 = errors;
            if (
              !(typeof data5 == "number" && isFinite(data5)) &&
              data5 !== null
            ) {
              validate1.errors = [
                {
                  instancePath: instancePath + "/amount",
                  schemaPath: "TillNumber.json/type",
                  keyword: "type",
                  params: { type: schema3.type },
                  message: "must be number,null",
                },
              ];
              return false;
            }
            if (errors === _errs17) {
              if (typeof data5 == "number" && isFinite(data5)) {
                if (data5 >= 1000000000000 || isNaN(data5)) {
                  validate1.errors = [
                    {
                      instancePath: instancePath + "/amount",
                      schemaPath: "TillNumber.json/exclusiveMaximum",
                      keyword: "exclusiveMaximum",
                      params: { comparison: "<", limit: 1000000000000 },
                      message: "must be < 1000000000000",
                    },
                  ];
                  return false;
                } else {
                  if (data5 <= -1000000000000 || isNaN(data5)) {
                    validate1.errors = [
                      {
                        instancePath: instancePath + "/amount",
                        schemaPath: "TillNumber.json/exclusiveMinimum",
                        keyword: "exclusiveMinimum",
                        params: { comparison: ">", limit: -1000000000000 },
                        message: "must be > -1000000000000",
                      },
                    ];
                    return false;
                  }
                }
              }
            }
            var valid3 = _errs16 === errors;
          } else {
            var valid3 = true;
          }
          if (valid3) {
            if (data.description !== undefined) {
              let data6 = data.description;
              const _errs19 = errors;
              if (typeof data6 !== "string" && data6 !== null) {
                validate1.errors = [
                  {
                    instancePath: instancePath + "/description",
                    schemaPath: "#/properties/description/type",
                    keyword: "type",
                    params: { type: schema7.properties.description.type },
                    message: "must be string,null",
                  },
                ];
                return false;
              }
              if (errors === _errs19) {
                if (typeof data6 === "string") {
                  if (func0(data6) > 1000) {
                    validate1.errors = [
                      {
                        instancePath: instancePath + "/description",
                        schemaPath: "#/properties/description/maxLength",
                        keyword: "maxLength",
                        params: { limit: 1000 },
                        message: "must NOT have more than 1000 characters",
                      },
                    ];
                    return false;
                  }
                }
              }
              var valid3 = _errs19 === errors;
            } else {
              var valid3 = true;
            }
            if (valid3) {
              if (data.staffId !== undefined) {
                let data7 = data.staffId;
                const _errs21 = errors;
                const _errs22 = errors;
                if (
                  !(
                    typeof data7 == "number" &&
                    !(data7 % 1) &&
                    !isNaN(data7) &&
                    isFinite(data7)
                  ) &&
                  typeof data7 !== "string" &&
                  data7 !== null
                ) {
                  validate1.errors = [
                    {
                      instancePath: instancePath + "/staffId",
                      schemaPath: "TillId.json/type",
                      keyword: "type",
                      params: { type: schema4.type },
                      message: "must be integer,string,null",
                    },
                  ];
                  return false;
                }
                if (errors === _errs22) {
                  if (typeof data7 == "number" && isFinite(data7)) {
                    if (data7 > 9223372036854776000 || isNaN(data7)) {
                      validate1.errors = [
                        {
                          instancePath: instancePath + "/staffId",
                          schemaPath: "TillId.json/maximum",
                          keyword: "maximum",
                          params: {
                            comparison: "<=",
                            limit: 9223372036854776000,
                          },
                          message: "must be <= 9223372036854776000",
                        },
                      ];
                      return false;
                    } else {
                      if (data7 < 0 || isNaN(data7)) {
                        validate1.errors = [
                          {
                            instancePath: instancePath + "/staffId",
                            schemaPath: "TillId.json/minimum",
                            keyword: "minimum",
                            params: { comparison: ">=", limit: 0 },
                            message: "must be >= 0",
                          },
                        ];
                        return false;
                      }
                    }
                  }
                  if (errors === _errs22) {
                    if (typeof data7 === "string") {
                      if (!pattern2.test(data7)) {
                        validate1.errors = [
                          {
                            instancePath: instancePath + "/staffId",
                            schemaPath: "TillId.json/pattern",
                            keyword: "pattern",
                            params: { pattern: "^[0-9]{1,19}$" },
                            message:
                              'must match pattern "' + "^[0-9]{1,19}$" + '"',
                          },
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid3 = _errs21 === errors;
              } else {
                var valid3 = true;
              }
              if (valid3) {
                if (data.staffName !== undefined) {
                  let data8 = data.staffName;
                  const _errs24 = errors;
                  if (typeof data8 !== "string" && data8 !== null) {
                    validate1.errors = [
                      {
                        instancePath: instancePath + "/staffName",
                        schemaPath: "#/properties/staffName/type",
                        keyword: "type",
                        params: { type: schema7.properties.staffName.type },
                        message: "must be string,null",
                      },
                    ];
                    return false;
                  }
                  if (errors === _errs24) {
                    if (typeof data8 === "string") {
                      if (func0(data8) > 1000) {
                        validate1.errors = [
                          {
                            instancePath: instancePath + "/staffName",
                            schemaPath: "#/properties/staffName/maxLength",
                            keyword: "maxLength",
                            params: { limit: 1000 },
                            message: "must NOT have more than 1000 characters",
                          },
                        ];
                        return false;
                      }
                    }
                  }
                  var valid3 = _errs24 === errors;
                } else {
                  var valid3 = true;
                }
                if (valid3) {
                  if (data.groupId !== undefined) {
                    let data9 = data.groupId;
                    const _errs26 = errors;
                    const _errs27 = errors;
                    if (
                      !(
                        typeof data9 == "number" &&
                        !(data9 % 1) &&
                        !isNaN(data9) &&
                        isFinite(data9)
                      ) &&
                      typeof data9 !== "string" &&
                      data9 !== null
                    ) {
                      validate1.errors = [
                        {
                          instancePath: instancePath + "/groupId",
                          schemaPath: "TillId.json/type",
                          keyword: "type",
                          params: { type: schema4.type },
                          message: "must be integer,string,null",
                        },
                      ];
                      return false;
                    }
                    if (errors === _errs27) {
                      if (typeof data9 == "number" && isFinite(data9)) {
                        if (data9 > 9223372036854776000 || isNaN(data9)) {
                          validate1.errors = [
                            {
                              instancePath: instancePath + "/groupId",
                              schemaPath: "TillId.json/maximum",
                              keyword: "maximum",
                              params: {
                                comparison: "<=",
                                limit: 9223372036854776000,
                              },
                              message: "must be <= 9223372036854776000",
                            },
                          ];
                          return false;
                        } else {
                          if (data9 < 0 || isNaN(data9)) {
                            validate1.errors = [
                              {
                                instancePath: instancePath + "/groupId",
                                schemaPath: "TillId.json/minimum",
                                keyword: "minimum",
                                params: { comparison: ">=", limit: 0 },
                                message: "must be >= 0",
                              },
                            ];
                            return false;
                          }
                        }
                      }
                      if (errors === _errs27) {
                        if (typeof data9 === "string") {
                          if (!pattern2.test(data9)) {
                            validate1.errors = [
                              {
                                instancePath: instancePath + "/groupId",
                                schemaPath: "TillId.json/pattern",
                                keyword: "pattern",
                                params: { pattern: "^[0-9]{1,19}$" },
                                message:
                                  'must match pattern "' +
                                  "^[0-9]{1,19}$" +
                                  '"',
                              },
                            ];
                            return false;
                          }
                        }
                      }
                    }
                    var valid3 = _errs26 === errors;
                  } else {
                    var valid3 = true;
                  }
                  if (valid3) {
                    if (data.groupName !== undefined) {
                      let data10 = data.groupName;
                      const _errs29 = errors;
                      if (typeof data10 !== "string" && data10 !== null) {
                        validate1.errors = [
                          {
                            instancePath: instancePath + "/groupName",
                            schemaPath: "#/properties/groupName/type",
                            keyword: "type",
                            params: { type: schema7.properties.groupName.type },
                            message: "must be string,null",
                          },
                        ];
                        return false;
                      }
                      if (errors === _errs29) {
                        if (typeof data10 === "string") {
                          if (func0(data10) > 1000) {
                            validate1.errors = [
                              {
                                instancePath: instancePath + "/groupName",
                                schemaPath: "#/properties/groupName/maxLength",
                                keyword: "maxLength",
                                params: { limit: 1000 },
                                message:
                                  "must NOT have more than 1000 characters",
                              },
                            ];
                            return false;
                          }
                        }
                      }
                      var valid3 = _errs29 === errors;
                    } else {
                      var valid3 = true;
                    }
                    if (valid3) {
                      if (data.taxId !== undefined) {
                        let data11 = data.taxId;
                        const _errs31 = errors;
                        if (
                          !(
                            typeof data11 == "number" &&
                            !(data11 % 1) &&
                            !isNaN(data11) &&
                            isFinite(data11)
                          ) &&
                          typeof data11 !== "string" &&
                          data11 !== null
                        ) {
                          validate1.errors = [
                            {
                              instancePath: instancePath + "/taxId",
                              schemaPath: "#/properties/taxId/type",
                              keyword: "type",
                              params: { type: schema7.properties.taxId.type },
                              message: "must be integer,string,null",
                            },
                          ];
                          return false;
                        }
                        if (errors === _errs31) {
                          if (typeof data11 === "string") {
                            if (func0(data11) > 255) {
                              validate1.errors = [
                                {
                                  instancePath: instancePath + "/taxId",
                                  schemaPath: "#/properties/taxId/maxLength",
                                  keyword: "maxLength",
                                  params: { limit: 255 },
                                  message:
                                    "must NOT have more than 255 characters",
                                },
                              ];
                              return false;
                            }
                          }
                        }
                        var valid3 = _errs31 === errors;
                      } else {
                        var valid3 = true;
                      }
                      if (valid3) {
                        if (data.taxName !== undefined) {
                          let data12 = data.taxName;
                          const _errs33 = errors;
                          if (typeof data12 !== "string" && data12 !== null) {
                            validate1.errors = [
                              {
                                instancePath: instancePath + "/taxName",
                                schemaPath: "#/properties/taxName/type",
                                keyword: "type",
                                params: {
                                  type: schema7.properties.taxName.type,
                                },
                                message: "must be string,null",
                              },
                            ];
                            return false;
                          }
                          if (errors === _errs33) {
                            if (typeof data12 === "string") {
                              if (func0(data12) > 1000) {
                                validate1.errors = [
                                  {
                                    instancePath: instancePath + "/taxName",
                                    schemaPath:
                                      "#/properties/taxName/maxLength",
                                    keyword: "maxLength",
                                    params: { limit: 1000 },
                                    message:
                                      "must NOT have more than 1000 characters",
                                  },
                                ];
                                return false;
                              }
                            }
                          }
                          var valid3 = _errs33 === errors;
                        } else {
                          var valid3 = true;
                        }
                        if (valid3) {
                          if (data.taxRate !== undefined) {
                            let data13 = data.taxRate;
                            const _errs35 = errors;
                            const _errs36 = errors;
                            if (
                              !(
                                typeof data13 == "number" && isFinite(data13)
                              ) &&
                              data13 !== null
                            ) {
                              validate1.errors = [
                                {
                                  instancePath: instancePath + "/taxRate",
                                  schemaPath: "TillNumber.json/type",
                                  keyword: "type",
                                  params: { type: schema3.type },
                                  message: "must be number,null",
                                },
                              ];
                              return false;
                            }
                            if (errors === _errs36) {
                              if (
                                typeof data13 == "number" &&
                                isFinite(data13)
                              ) {
                                if (data13 >= 1000000000000 || isNaN(data13)) {
                                  validate1.errors = [
                                    {
                                      instancePath: instancePath + "/taxRate",
                                      schemaPath:
                                        "TillNumber.json/exclusiveMaximum",
                                      keyword: "exclusiveMaximum",
                                      params: {
                                        comparison: "<",
                                        limit: 1000000000000,
                                      },
                                      message: "must be < 1000000000000",
                                    },
                                  ];
                                  return false;
                                } else {
                                  if (
                                    data13 <= -1000000000000 ||
                                    isNaN(data13)
                                  ) {
                                    validate1.errors = [
                                      {
                                        instancePath: instancePath + "/taxRate",
                                        schemaPath:
                                          "TillNumber.json/exclusiveMinimum",
                                        keyword: "exclusiveMinimum",
                                        params: {
                                          comparison: ">",
                                          limit: -1000000000000,
                                        },
                                        message: "must be > -1000000000000",
                                      },
                                    ];
                                    return false;
                                  }
                                }
                              }
                            }
                            var valid3 = _errs35 === errors;
                          } else {
                            var valid3 = true;
                          }
                          if (valid3) {
                            if (data.taxIncluded !== undefined) {
                              let data14 = data.taxIncluded;
                              const _errs38 = errors;
                              if (
                                typeof data14 !== "boolean" &&
                                data14 !== null
                              ) {
                                validate1.errors = [
                                  {
                                    instancePath: instancePath + "/taxIncluded",
                                    schemaPath: "#/properties/taxIncluded/type",
                                    keyword: "type",
                                    params: {
                                      type: schema7.properties.taxIncluded.type,
                                    },
                                    message: "must be boolean,null",
                                  },
                                ];
                                return false;
                              }
                              var valid3 = _errs38 === errors;
                            } else {
                              var valid3 = true;
                            }
                            if (valid3) {
                              if (data.sku !== undefined) {
                                let data15 = data.sku;
                                const _errs40 = errors;
                                if (
                                  typeof data15 !== "string" &&
                                  data15 !== null
                                ) {
                                  validate1.errors = [
                                    {
                                      instancePath: instancePath + "/sku",
                                      schemaPath: "#/properties/sku/type",
                                      keyword: "type",
                                      params: {
                                        type: schema7.properties.sku.type,
                                      },
                                      message: "must be string,null",
                                    },
                                  ];
                                  return false;
                                }
                                if (errors === _errs40) {
                                  if (typeof data15 === "string") {
                                    if (func0(data15) > 255) {
                                      validate1.errors = [
                                        {
                                          instancePath: instancePath + "/sku",
                                          schemaPath:
                                            "#/properties/sku/maxLength",
                                          keyword: "maxLength",
                                          params: { limit: 255 },
                                          message:
                                            "must NOT have more than 255 characters",
                                        },
                                      ];
                                      return false;
                                    }
                                  }
                                }
                                var valid3 = _errs40 === errors;
                              } else {
                                var valid3 = true;
                              }
                              if (valid3) {
                                if (data.type !== undefined) {
                                  let data16 = data.type;
                                  const _errs42 = errors;
                                  if (
                                    typeof data16 !== "string" &&
                                    data16 !== null
                                  ) {
                                    validate1.errors = [
                                      {
                                        instancePath: instancePath + "/type",
                                        schemaPath: "#/properties/type/type",
                                        keyword: "type",
                                        params: {
                                          type: schema7.properties.type.type,
                                        },
                                        message: "must be string,null",
                                      },
                                    ];
                                    return false;
                                  }
                                  if (errors === _errs42) {
                                    if (typeof data16 === "string") {
                                      if (func0(data16) > 255) {
                                        validate1.errors = [
                                          {
                                            instancePath:
                                              instancePath + "/type",
                                            schemaPath:
                                              "#/properties/type/maxLength",
                                            keyword: "maxLength",
                                            params: { limit: 255 },
                                            message:
                                              "must NOT have more than 255 characters",
                                          },
                                        ];
                                        return false;
                                      }
                                    }
                                  }
                                  var valid3 = _errs42 === errors;
                                } else {
                                  var valid3 = true;
                                }
                                if (valid3) {
                                  if (
                                    data.serviceChargeContribution !== undefined
                                  ) {
                                    let data17 = data.serviceChargeContribution;
                                    const _errs44 = errors;
                                    const _errs45 = errors;
                                    if (
                                      !(
                                        typeof data17 == "number" &&
                                        isFinite(data17)
                                      ) &&
                                      data17 !== null
                                    ) {
                                      validate1.errors = [
                                        {
                                          instancePath:
                                            instancePath +
                                            "/serviceChargeContribution",
                                          schemaPath: "TillNumber.json/type",
                                          keyword: "type",
                                          params: { type: schema3.type },
                                          message: "must be number,null",
                                        },
                                      ];
                                      return false;
                                    }
                                    if (errors === _errs45) {
                                      if (
                                        typeof data17 == "number" &&
                                        isFinite(data17)
                                      ) {
                                        if (
                                          data17 >= 1000000000000 ||
                                          isNaN(data17)
                                        ) {
                                          validate1.errors = [
                                            {
                                              instancePath:
                                                instancePath +
                                                "/serviceChargeContribution",
                                              schemaPath:
                                                "TillNumber.json/exclusiveMaximum",
                                              keyword: "exclusiveMaximum",
                                              params: {
                                                comparison: "<",
                                                limit: 1000000000000,
                                              },
                                              message:
                                                "must be < 1000000000000",
                                            },
                                          ];
                                          return false;
                                        } else {
                                          if (
                                            data17 <= -1000000000000 ||
                                            isNaN(data17)
                                          ) {
                                            validate1.errors = [
                                              {
                                                instancePath:
                                                  instancePath +
                                                  "/serviceChargeContribution",
                                                schemaPath:
                                                  "TillNumber.json/exclusiveMinimum",
                                                keyword: "exclusiveMinimum",
                                                params: {
                                                  comparison: ">",
                                                  limit: -1000000000000,
                                                },
                                                message:
                                                  "must be > -1000000000000",
                                              },
                                            ];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                    var valid3 = _errs44 === errors;
                                  } else {
                                    var valid3 = true;
                                  }
                                  if (valid3) {
                                    if (data.taxLines !== undefined) {
                                      let data18 = data.taxLines;
                                      const _errs47 = errors;
                                      if (
                                        !Array.isArray(data18) &&
                                        data18 !== null
                                      ) {
                                        validate1.errors = [
                                          {
                                            instancePath:
                                              instancePath + "/taxLines",
                                            schemaPath:
                                              "#/properties/taxLines/type",
                                            keyword: "type",
                                            params: {
                                              type: schema7.properties.taxLines
                                                .type,
                                            },
                                            message: "must be array,null",
                                          },
                                        ];
                                        return false;
                                      }
                                      if (errors === _errs47) {
                                        if (Array.isArray(data18)) {
                                          if (data18.length > 50) {
                                            validate1.errors = [
                                              {
                                                instancePath:
                                                  instancePath + "/taxLines",
                                                schemaPath:
                                                  "#/properties/taxLines/maxItems",
                                                keyword: "maxItems",
                                                params: { limit: 50 },
                                                message:
                                                  "must NOT have more than 50 items",
                                              },
                                            ];
                                            return false;
                                          } else {
                                            var valid11 = true;
                                            const len0 = data18.length;
                                            for (let i0 = 0; i0 < len0; i0++) {
                                              const _errs49 = errors;
                                              if (
                                                !validate2(data18[i0], {
                                                  instancePath:
                                                    instancePath +
                                                    "/taxLines/" +
                                                    i0,
                                                  parentData: data18,
                                                  parentDataProperty: i0,
                                                  rootData,
                                                  dynamicAnchors,
                                                })
                                              ) {
                                                vErrors =
                                                  vErrors === null
                                                    ? validate2.errors
                                                    : vErrors.concat(
                                                        validate2.errors,
                                                      );
                                                errors = vErrors.length;
                                              }
                                              var valid11 = _errs49 === errors;
                                              if (!valid11) {
                                                break;
                                              }
                                            }
                                          }
                                        }
                                      }
                                      var valid3 = _errs47 === errors;
                                    } else {
                                      var valid3 = true;
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate1.errors = [
        {
          instancePath,
          schemaPath: "#/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        },
      ];
      return false;
    }
  }
  validate1.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate1.evaluated = { dynamicProps: true, dynamicItems: false };

const schema18 = {
  type: "object",
  required: ["amount"],
  properties: {
    paymentDate: {
      type: ["string", "integer", "null"],
      maxLength: 40,
      minimum: 0,
      maximum: 8640000000000000,
      pattern:
        "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
    },
    staffId: { $ref: "TillId.json" },
    staffName: { type: ["string", "null"], maxLength: 1000 },
    gratuity: { $ref: "TillNumber.json" },
    amount: {
      type: "number",
      exclusiveMinimum: -1000000000000,
      exclusiveMaximum: 1000000000000,
    },
    methodName: { type: ["string", "null"], maxLength: 1000 },
    methodCode: { type: ["string", "null"], maxLength: 255 },
    reservationId: { type: ["string", "null"], maxLength: 255 },
  },
};

function validate5(
  data,
  {
    instancePath = "",
    parentData,
    parentDataProperty,
    rootData = data,
    dynamicAnchors = {},
  } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate5.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.amount === undefined && (missing0 = "amount")) {
        validate5.errors = [
          {
            instancePath,
            schemaPath: "#/required",
            keyword: "required",
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'",
          },
        ];
        return false;
      } else {
        if (data.paymentDate !== undefined) {
          let data0 = data.paymentDate;
          const _errs1 = errors;
          if (
            typeof data0 !== "string" &&
            !(
              typeof data0 == "number" &&
              !(data0 % 1) &&
              !isNaN(data0) &&
              isFinite(data0)
            ) &&
            data0 !== null
          ) {
            validate5.errors = [
              {
                instancePath: instancePath + "/paymentDate",
                schemaPath: "#/properties/paymentDate/type",
                keyword: "type",
                params: { type: schema18.properties.paymentDate.type },
                message: "must be string,integer,null",
              },
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == "number" && isFinite(data0)) {
              if (data0 > 8640000000000000 || isNaN(data0)) {
                validate5.errors = [
                  {
                    instancePath: instancePath + "/paymentDate",
                    schemaPath: "#/properties/paymentDate/maximum",
                    keyword: "maximum",
                    params: { comparison: "<=", limit: 8640000000000000 },
                    message: "must be <= 8640000000000000",
                  },
                ];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate5.errors = [
                    {
                      instancePath: instancePath + "/paymentDate",
                      schemaPath: "#/properties/paymentDate/minimum",
                      keyword: "minimum",
                      params: { comparison: ">=", limit: 0 },
                      message: "must be >= 0",
                    },
                  ];
                  return false;
                }
              }
            }
            if (errors === _errs1) {
              if (typeof data0 === "string") {
                if (func0(data0) > 40) {
                  validate5.errors = [
                    {
                      instancePath: instancePath + "/paymentDate",
                      schemaPath: "#/properties/paymentDate/maxLength",
                      keyword: "maxLength",
                      params: { limit: 40 },
                      message: "must NOT have more than 40 characters",
                    },
                  ];
                  return false;
                } else {
                  if (!pattern0.test(data0)) {
                    validate5.errors = [
                      {
                        instancePath: instancePath + "/paymentDate",
                        schemaPath: "#/properties/paymentDate/pattern",
                        keyword: "pattern",
                        params: {
                          pattern:
                            "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
                        },
                        message:
                          'must match pattern "' +
                          "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$" +
                          '"',
                      },
                    ];
                    return false;
                  }
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.staffId !== undefined) {
            let data1 = data.staffId;
            const _errs3 = errors;
            const _errs4 = errors;
            if (
              !(
                typeof data1 == "number" &&
                !(data1 % 1) &&
                !isNaN(data1) &&
                isFinite(data1)
              ) &&
              typeof data1 !== "string" &&
              data1 !== null
            ) {
              validate5.errors = [
                {
                  instancePath: instancePath + "/staffId",
                  schemaPath: "TillId.json/type",
                  keyword: "type",
                  params: { type: schema4.type },
                  message: "must be integer,string,null",
                },
              ];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 == "number" && isFinite(data1)) {
                if (data1 > 9223372036854776000 || isNaN(data1)) {
                  validate5.errors = [
                    {
                      instancePath: instancePath + "/staffId",
                      schemaPath: "TillId.json/maximum",
                      keyword: "maximum",
                      params: { comparison: "<=", limit: 9223372036854776000 },
                      message: "must be <= 9223372036854776000",
                    },
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate5.errors = [
                      {
                        instancePath: instancePath + "/staffId",
                        schemaPath: "TillId.json/minimum",
                        keyword: "minimum",
                        params: { comparison: ">=", limit: 0 },
                        message: "must be >= 0",
                      },
                    ];
                    return false;
                  }
                }
              }
              if (errors === _errs4) {
                if (typeof data1 === "string") {
                  if (!pattern2.test(data1)) {
                    validate5.errors = [
                      {
                        instancePath: instancePath + "/staffId",
                        schemaPath: "TillId.json/pattern",
                        keyword: "pattern",
                        params: { pattern: "^[0-9]{1,19}$" },
                        message: 'must match pattern "' + "^[0-9]{1,19}$" + '"',
                      },
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.staffName !== undefined) {
              let data2 = data.staffName;
              const _errs6 = errors;
              if (typeof data2 !== "string" && data2 !== null) {
                validate5.errors = [
                  {
                    instancePath: instancePath + "/staffName",
                    schemaPath: "#/properties/staffName/type",
                    keyword: "type",
                    params: { type: schema18.properties.staffName.type },
                    message: "must be string,null",
                  },
                ];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data2 === "string") {
                  if (func0(data2) > 1000) {
                    validate5.errors = [
                      {
                        instancePath: instancePath + "/staffName",
                        schemaPath: "#/properties/staffName/maxLength",
                        keyword: "maxLength",
                        params: { limit: 1000 },
                        message: "must NOT have more than 1000 characters",
                      },
                    ];
                    return false;
                  }
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.gratuity !== undefined) {
                let data3 = data.gratuity;
                const _errs8 = errors;
                const _errs9 = errors;
                if (
                  !(typeof data3 == "number" && isFinite(data3)) &&
                  data3 !== null
                ) {
                  validate5.errors = [
                    {
                      instancePath: instancePath + "/gratuity",
                      schemaPath: "TillNumber.json/type",
                      keyword: "type",
                      params: { type: schema3.type },
                      message: "must be number,null",
                    },
                  ];
                  return false;
                }
                if (errors === _errs9) {
                  if (typeof data3 == "number" && isFinite(data3)) {
                    if (data3 >= 1000000000000 || isNaN(data3)) {
                      validate5.errors = [
                        {
                          instancePath: instancePath + "/gratuity",
                          schemaPath: "TillNumber.json/exclusiveMaximum",
                          keyword: "exclusiveMaximum",
                          params: { comparison: "<", limit: 1000000000000 },
                          message: "must be < 1000000000000",
                        },
                      ];
                      return false;
                    } else {
                      if (data3 <= -1000000000000 || isNaN(data3)) {
                        validate5.errors = [
                          {
                            instancePath: instancePath + "/gratuity",
                            schemaPath: "TillNumber.json/exclusiveMinimum",
                            keyword: "exclusiveMinimum",
                            params: { comparison: ">", limit: -1000000000000 },
                            message: "must be > -1000000000000",
                          },
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.amount !== undefined) {
                  let data4 = data.amount;
                  const _errs11 = errors;
                  if (errors === _errs11) {
                    if (typeof data4 == "number" && isFinite(data4)) {
                      if (data4 >= 1000000000000 || isNaN(data4)) {
                        validate5.errors = [
                          {
                            instancePath: instancePath + "/amount",
                            schemaPath: "#/properties/amount/exclusiveMaximum",
                            keyword: "exclusiveMaximum",
                            params: { comparison: "<", limit: 1000000000000 },
                            message: "must be < 1000000000000",
                          },
                        ];
                        return false;
                      } else {
                        if (data4 <= -1000000000000 || isNaN(data4)) {
                          validate5.errors = [
                            {
                              instancePath: instancePath + "/amount",
                              schemaPath:
                                "#/properties/amount/exclusiveMinimum",
                              keyword: "exclusiveMinimum",
                              params: {
                                comparison: ">",
                                limit: -1000000000000,
                              },
                              message: "must be > -1000000000000",
                            },
                          ];
                          return false;
                        }
                      }
                    } else {
                      validate5.errors = [
                        {
                          instancePath: instancePath + "/amount",
                          schemaPath: "#/properties/amount/type",
                          keyword: "type",
                          params: { type: "number" },
                          message: "must be number",
                        },
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.methodName !== undefined) {
                    let data5 = data.methodName;
                    const _errs13 = errors;
                    if (typeof data5 !== "string" && data5 !== null) {
                      validate5.errors = [
                        {
                          instancePath: instancePath + "/methodName",
                          schemaPath: "#/properties/methodName/type",
                          keyword: "type",
                          params: { type: schema18.properties.methodName.type },
                          message: "must be string,null",
                        },
                      ];
                      return false;
                    }
                    if (errors === _errs13) {
                      if (typeof data5 === "string") {
                        if (func0(data5) > 1000) {
                          validate5.errors = [
                            {
                              instancePath: instancePath + "/methodName",
                              schemaPath: "#/properties/methodName/maxLength",
                              keyword: "maxLength",
                              params: { limit: 1000 },
                              message:
                                "must NOT have more than 1000 characters",
                            },
                          ];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.methodCode !== undefined) {
                      let data6 = data.methodCode;
                      const _errs15 = errors;
                      if (typeof data6 !== "string" && data6 !== null) {
                        validate5.errors = [
                          {
                            instancePath: instancePath + "/methodCode",
                            schemaPath: "#/properties/methodCode/type",
                            keyword: "type",
                            params: {
                              type: schema18.properties.methodCode.type,
                            },
                            message: "must be string,null",
                          },
                        ];
                        return false;
                      }
                      if (errors === _errs15) {
                        if (typeof data6 === "string") {
                          if (func0(data6) > 255) {
                            validate5.errors = [
                              {
                                instancePath: instancePath + "/methodCode",
                                schemaPath: "#/properties/methodCode/maxLength",
                                keyword: "maxLength",
                                params: { limit: 255 },
                                message:
                                  "must NOT have more than 255 characters",
                              },
                            ];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs15 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.reservationId !== undefined) {
                        let data7 = data.reservationId;
                        const _errs17 = errors;
                        if (typeof data7 !== "string" && data7 !== null) {
                          validate5.errors = [
                            {
                              instancePath: instancePath + "/reservationId",
                              schemaPath: "#/properties/reservationId/type",
                              keyword: "type",
                              params: {
                                type: schema18.properties.reservationId.type,
                              },
                              message: "must be string,null",
                            },
                          ];
                          return false;
                        }
                        if (errors === _errs17) {
                          if (typeof data7 === "string") {
                            if (func0(data7) > 255) {
                              validate5.errors = [
                                {
                                  instancePath: instancePath + "/reservationId",
                                  schemaPath:
                                    "#/properties/reservationId/maxLength",
                                  keyword: "maxLength",
                                  params: { limit: 255 },
                                  message:
                                    "must NOT have more than 255 characters",
                                },
                              ];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs17 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate5.errors = [
        {
          instancePath,
          schemaPath: "#/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        },
      ];
      return false;
    }
  }
  validate5.errors = vErrors;
  return errors === 0;
}
validate5.evaluated = {
  props: {
    paymentDate: true,
    staffId: true,
    staffName: true,
    gratuity: true,
    amount: true,
    methodName: true,
    methodCode: true,
    reservationId: true,
  },
  dynamicProps: false,
  dynamicItems: false,
};

const schema21 = {
  type: "object",
  properties: {
    amount: { $ref: "TillNumber.json" },
    type: { type: ["string", "null"], maxLength: 255 },
  },
};

function validate7(
  data,
  {
    instancePath = "",
    parentData,
    parentDataProperty,
    rootData = data,
    dynamicAnchors = {},
  } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate7.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.amount !== undefined) {
        let data0 = data.amount;
        const _errs1 = errors;
        const _errs2 = errors;
        if (!(typeof data0 == "number" && isFinite(data0)) && data0 !== null) {
          validate7.errors = [
            {
              instancePath: instancePath + "/amount",
              schemaPath: "TillNumber.json/type",
              keyword: "type",
              params: { type: schema3.type },
              message: "must be number,null",
            },
          ];
          return false;
        }
        if (errors === _errs2) {
          if (typeof data0 == "number" && isFinite(data0)) {
            if (data0 >= 1000000000000 || isNaN(data0)) {
              validate7.errors = [
                {
                  instancePath: instancePath + "/amount",
                  schemaPath: "TillNumber.json/exclusiveMaximum",
                  keyword: "exclusiveMaximum",
                  params: { comparison: "<", limit: 1000000000000 },
                  message: "must be < 1000000000000",
                },
              ];
              return false;
            } else {
              if (data0 <= -1000000000000 || isNaN(data0)) {
                validate7.errors = [
                  {
                    instancePath: instancePath + "/amount",
                    schemaPath: "TillNumber.json/exclusiveMinimum",
                    keyword: "exclusiveMinimum",
                    params: { comparison: ">", limit: -1000000000000 },
                    message: "must be > -1000000000000",
                  },
                ];
                return false;
              }
            }
          }
        }
        var valid0 = _errs1 === errors;
      } else {
        var valid0 = true;
      }
      if (valid0) {
        if (data.type !== undefined) {
          let data1 = data.type;
          const _errs4 = errors;
          if (typeof data1 !== "string" && data1 !== null) {
            validate7.errors = [
              {
                instancePath: instancePath + "/type",
                schemaPath: "#/properties/type/type",
                keyword: "type",
                params: { type: schema21.properties.type.type },
                message: "must be string,null",
              },
            ];
            return false;
          }
          if (errors === _errs4) {
            if (typeof data1 === "string") {
              if (func0(data1) > 255) {
                validate7.errors = [
                  {
                    instancePath: instancePath + "/type",
                    schemaPath: "#/properties/type/maxLength",
                    keyword: "maxLength",
                    params: { limit: 255 },
                    message: "must NOT have more than 255 characters",
                  },
                ];
                return false;
              }
            }
          }
          var valid0 = _errs4 === errors;
        } else {
          var valid0 = true;
        }
      }
    } else {
      validate7.errors = [
        {
          instancePath,
          schemaPath: "#/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        },
      ];
      return false;
    }
  }
  validate7.errors = vErrors;
  return errors === 0;
}
validate7.evaluated = {
  props: { amount: true, type: true },
  dynamicProps: false,
  dynamicItems: false,
};

function validate0(
  data,
  {
    instancePath = "",
    parentData,
    parentDataProperty,
    rootData = data,
    dynamicAnchors = {},
  } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate0.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (
        (data.apiKey === undefined && (missing0 = "apiKey")) ||
        (data.payments === undefined && (missing0 = "payments"))
      ) {
        validate0.errors = [
          {
            instancePath,
            schemaPath: "#/required",
            keyword: "required",
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'",
          },
        ];
        return false;
      } else {
        if (data.name !== undefined) {
          let data0 = data.name;
          const _errs1 = errors;
          if (typeof data0 !== "string" && data0 !== null) {
            validate0.errors = [
              {
                instancePath: instancePath + "/name",
                schemaPath: "#/properties/name/type",
                keyword: "type",
                params: { type: schema0.properties.name.type },
                message: "must be string,null",
              },
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) > 1000) {
                validate0.errors = [
                  {
                    instancePath: instancePath + "/name",
                    schemaPath: "#/properties/name/maxLength",
                    keyword: "maxLength",
                    params: { limit: 1000 },
                    message: "must NOT have more than 1000 characters",
                  },
                ];
                return false;
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.openDate !== undefined) {
            let data1 = data.openDate;
            const _errs3 = errors;
            const _errs4 = errors;
            if (typeof data1 !== "string" && data1 !== null) {
              validate0.errors = [
                {
                  instancePath: instancePath + "/openDate",
                  schemaPath: "TillDateTime.json/type",
                  keyword: "type",
                  params: { type: schema1.type },
                  message: "must be string,null",
                },
              ];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 === "string") {
                if (func0(data1) > 40) {
                  validate0.errors = [
                    {
                      instancePath: instancePath + "/openDate",
                      schemaPath: "TillDateTime.json/maxLength",
                      keyword: "maxLength",
                      params: { limit: 40 },
                      message: "must NOT have more than 40 characters",
                    },
                  ];
                  return false;
                } else {
                  if (!pattern0.test(data1)) {
                    validate0.errors = [
                      {
                        instancePath: instancePath + "/openDate",
                        schemaPath: "TillDateTime.json/pattern",
                        keyword: "pattern",
                        params: {
                          pattern:
                            "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
                        },
                        message:
                          'must match pattern "' +
                          "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$" +
                          '"',
                      },
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.closeDate !== undefined) {
              let data2 = data.closeDate;
              const _errs6 = errors;
              const _errs7 = errors;
              if (typeof data2 !== "string" && data2 !== null) {
                validate0.errors = [
                  {
                    instancePath: instancePath + "/closeDate",
                    schemaPath: "TillDateTime.json/type",
                    keyword: "type",
                    params: { type: schema1.type },
                    message: "must be string,null",
                  },
                ];
                return false;
              }
              if (errors === _errs7) {
                if (typeof data2 === "string") {
                  if (func0(data2) > 40) {
                    validate0.errors = [
                      {
                        instancePath: instancePath + "/closeDate",
                        schemaPath: "TillDateTime.json/maxLength",
                        keyword: "maxLength",
                        params: { limit: 40 },
                        message: "must NOT have more than 40 characters",
                      },
                    ];
                    return false;
                  } else {
                    if (!pattern0.test(data2)) {
                      validate0.errors = [
                        {
                          instancePath: instancePath + "/closeDate",
                          schemaPath: "TillDateTime.json/pattern",
                          keyword: "pattern",
                          params: {
                            pattern:
                              "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$",
                          },
                          message:
                            'must match pattern "' +
                            "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$" +
                            '"',
                        },
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.covers !== undefined) {
                let data3 = data.covers;
                const _errs9 = errors;
                const _errs10 = errors;
                if (
                  !(typeof data3 == "number" && isFinite(data3)) &&
                  data3 !== null
                ) {
                  validate0.errors = [
                    {
                      instancePath: instancePath + "/covers",
                      schemaPath: "TillNumber.json/type",
                      keyword: "type",
                      params: { type: schema3.type },
                      message: "must be number,null",
                    },
                  ];
                  return false;
                }
                if (errors === _errs10) {
                  if (typeof data3 == "number" && isFinite(data3)) {
                    if (data3 >= 1000000000000 || isNaN(data3)) {
                      validate0.errors = [
                        {
                          instancePath: instancePath + "/covers",
                          schemaPath: "TillNumber.json/exclusiveMaximum",
                          keyword: "exclusiveMaximum",
                          params: { comparison: "<", limit: 1000000000000 },
                          message: "must be < 1000000000000",
                        },
                      ];
                      return false;
                    } else {
                      if (data3 <= -1000000000000 || isNaN(data3)) {
                        validate0.errors = [
                          {
                            instancePath: instancePath + "/covers",
                            schemaPath: "TillNumber.json/exclusiveMinimum",
                            keyword: "exclusiveMinimum",
                            params: { comparison: ">", limit: -1000000000000 },
                            message: "must be > -1000000000000",
                          },
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.ownerId !== undefined) {
                  let data4 = data.ownerId;
                  const _errs12 = errors;
                  const _errs13 = errors;
                  if (
                    !(
                      typeof data4 == "number" &&
                      !(data4 % 1) &&
                      !isNaN(data4) &&
                      isFinite(data4)
                    ) &&
                    typeof data4 !== "string" &&
                    data4 !== null
                  ) {
                    validate0.errors = [
                      {
                        instancePath: instancePath + "/ownerId",
                        schemaPath: "TillId.json/type",
                        keyword: "type",
                        params: { type: schema4.type },
                        message: "must be integer,string,null",
                      },
                    ];
                    return false;
                  }
                  if (errors === _errs13) {
                    if (typeof data4 == "number" && isFinite(data4)) {
                      if (data4 > 9223372036854776000 || isNaN(data4)) {
                        validate0.errors = [
                          {
                            instancePath: instancePath + "/ownerId",
                            schemaPath: "TillId.json/maximum",
                            keyword: "maximum",
                            params: {
                              comparison: "<=",
                              limit: 9223372036854776000,
                            },
                            message: "must be <= 9223372036854776000",
                          },
                        ];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate0.errors = [
                            {
                              instancePath: instancePath + "/ownerId",
                              schemaPath: "TillId.json/minimum",
                              keyword: "minimum",
                              params: { comparison: ">=", limit: 0 },
                              message: "must be >= 0",
                            },
                          ];
                          return false;
                        }
                      }
                    }
                    if (errors === _errs13) {
                      if (typeof data4 === "string") {
                        if (!pattern2.test(data4)) {
                          validate0.errors = [
                            {
                              instancePath: instancePath + "/ownerId",
                              schemaPath: "TillId.json/pattern",
                              keyword: "pattern",
                              params: { pattern: "^[0-9]{1,19}$" },
                              message:
                                'must match pattern "' + "^[0-9]{1,19}$" + '"',
                            },
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs12 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.ownerName !== undefined) {
                    let data5 = data.ownerName;
                    const _errs15 = errors;
                    if (typeof data5 !== "string" && data5 !== null) {
                      validate0.errors = [
                        {
                          instancePath: instancePath + "/ownerName",
                          schemaPath: "#/properties/ownerName/type",
                          keyword: "type",
                          params: { type: schema0.properties.ownerName.type },
                          message: "must be string,null",
                        },
                      ];
                      return false;
                    }
                    if (errors === _errs15) {
                      if (typeof data5 === "string") {
                        if (func0(data5) > 1000) {
                          validate0.errors = [
                            {
                              instancePath: instancePath + "/ownerName",
                              schemaPath: "#/properties/ownerName/maxLength",
                              keyword: "maxLength",
                              params: { limit: 1000 },
                              message:
                                "must NOT have more than 1000 characters",
                            },
                          ];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs15 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.deviceId !== undefined) {
                      let data6 = data.deviceId;
                      const _errs17 = errors;
                      const _errs18 = errors;
                      if (
                        !(
                          typeof data6 == "number" &&
                          !(data6 % 1) &&
                          !isNaN(data6) &&
                          isFinite(data6)
                        ) &&
                        typeof data6 !== "string" &&
                        data6 !== null
                      ) {
                        validate0.errors = [
                          {
                            instancePath: instancePath + "/deviceId",
                            schemaPath: "TillId.json/type",
                            keyword: "type",
                            params: { type: schema4.type },
                            message: "must be integer,string,null",
                          },
                        ];
                        return false;
                      }
                      if (errors === _errs18) {
                        if (typeof data6 == "number" && isFinite(data6)) {
                          if (data6 > 9223372036854776000 || isNaN(data6)) {
                            validate0.errors = [
                              {
                                instancePath: instancePath + "/deviceId",
                                schemaPath: "TillId.json/maximum",
                                keyword: "maximum",
                                params: {
                                  comparison: "<=",
                                  limit: 9223372036854776000,
                                },
                                message: "must be <= 9223372036854776000",
                              },
                            ];
                            return false;
                          } else {
                            if (data6 < 0 || isNaN(data6)) {
                              validate0.errors = [
                                {
                                  instancePath: instancePath + "/deviceId",
                                  schemaPath: "TillId.json/minimum",
                                  keyword: "minimum",
                                  params: { comparison: ">=", limit: 0 },
                                  message: "must be >= 0",
                                },
                              ];
                              return false;
                            }
                          }
                        }
                        if (errors === _errs18) {
                          if (typeof data6 === "string") {
                            if (!pattern2.test(data6)) {
                              validate0.errors = [
                                {
                                  instancePath: instancePath + "/deviceId",
                                  schemaPath: "TillId.json/pattern",
                                  keyword: "pattern",
                                  params: { pattern: "^[0-9]{1,19}$" },
                                  message:
                                    'must match pattern "' +
                                    "^[0-9]{1,19}$" +
                                    '"',
                                },
                              ];
                              return false;
                            }
                          }
                        }
                      }
                      var valid0 = _errs17 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.businessExternalReference !== undefined) {
                        let data7 = data.businessExternalReference;
                        const _errs20 = errors;
                        if (typeof data7 !== "string" && data7 !== null) {
                          validate0.errors = [
                            {
                              instancePath:
                                instancePath + "/businessExternalReference",
                              schemaPath:
                                "#/properties/businessExternalReference/type",
                              keyword: "type",
                              params: {
                                type: schema0.properties
                                  .businessExternalReference.type,
                              },
                              message: "must be string,null",
                            },
                          ];
                          return false;
                        }
                        if (errors === _errs20) {
                          if (typeof data7 === "string") {
                            if (func0(data7) > 255) {
                              validate0.errors = [
                                {
                                  instancePath:
                                    instancePath + "/businessExternalReference",
                                  schemaPath:
                                    "#/properties/businessExternalReference/maxLength",
                                  keyword: "maxLength",
                                  params: { limit: 255 },
                                  message:
                                    "must NOT have more than 255 characters",
                                },
                              ];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs20 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.apiKey !== undefined) {
                          let data8 = data.apiKey;
                          const _errs22 = errors;
                          if (errors === _errs22) {
                            if (typeof data8 === "string") {
                              if (func0(data8) > 255) {
                                validate0.errors = [
                                  {
                                    instancePath: instancePath + "/apiKey",
                                    schemaPath: "#/properties/apiKey/maxLength",
                                    keyword: "maxLength",
                                    params: { limit: 255 },
                                    message:
                                      "must NOT have more than 255 characters",
                                  },
                                ];
                                return false;
                              } else {
                                if (func0(data8) < 1) {
                                  validate0.errors = [
                                    {
                                      instancePath: instancePath + "/apiKey",
                                      schemaPath:
                                        "#/properties/apiKey/minLength",
                                      keyword: "minLength",
                                      params: { limit: 1 },
                                      message:
                                        "must NOT have fewer than 1 characters",
                                    },
                                  ];
                                  return false;
                                }
                              }
                            } else {
                              validate0.errors = [
                                {
                                  instancePath: instancePath + "/apiKey",
                                  schemaPath: "#/properties/apiKey/type",
                                  keyword: "type",
                                  params: { type: "string" },
                                  message: "must be string",
                                },
                              ];
                              return false;
                            }
                          }
                          var valid0 = _errs22 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.receiptId !== undefined) {
                            let data9 = data.receiptId;
                            const _errs24 = errors;
                            if (typeof data9 !== "string" && data9 !== null) {
                              validate0.errors = [
                                {
                                  instancePath: instancePath + "/receiptId",
                                  schemaPath: "#/properties/receiptId/type",
                                  keyword: "type",
                                  params: {
                                    type: schema0.properties.receiptId.type,
                                  },
                                  message: "must be string,null",
                                },
                              ];
                              return false;
                            }
                            if (errors === _errs24) {
                              if (typeof data9 === "string") {
                                if (func0(data9) > 255) {
                                  validate0.errors = [
                                    {
                                      instancePath: instancePath + "/receiptId",
                                      schemaPath:
                                        "#/properties/receiptId/maxLength",
                                      keyword: "maxLength",
                                      params: { limit: 255 },
                                      message:
                                        "must NOT have more than 255 characters",
                                    },
                                  ];
                                  return false;
                                }
                              }
                            }
                            var valid0 = _errs24 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.receipt !== undefined) {
                              let data10 = data.receipt;
                              const _errs26 = errors;
                              if (
                                typeof data10 !== "string" &&
                                data10 !== null
                              ) {
                                validate0.errors = [
                                  {
                                    instancePath: instancePath + "/receipt",
                                    schemaPath: "#/properties/receipt/type",
                                    keyword: "type",
                                    params: {
                                      type: schema0.properties.receipt.type,
                                    },
                                    message: "must be string,null",
                                  },
                                ];
                                return false;
                              }
                              if (errors === _errs26) {
                                if (typeof data10 === "string") {
                                  if (func0(data10) > 100000) {
                                    validate0.errors = [
                                      {
                                        instancePath: instancePath + "/receipt",
                                        schemaPath:
                                          "#/properties/receipt/maxLength",
                                        keyword: "maxLength",
                                        params: { limit: 100000 },
                                        message:
                                          "must NOT have more than 100000 characters",
                                      },
                                    ];
                                    return false;
                                  }
                                }
                              }
                              var valid0 = _errs26 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.fiscId !== undefined) {
                                let data11 = data.fiscId;
                                const _errs28 = errors;
                                if (
                                  typeof data11 !== "string" &&
                                  data11 !== null
                                ) {
                                  validate0.errors = [
                                    {
                                      instancePath: instancePath + "/fiscId",
                                      schemaPath: "#/properties/fiscId/type",
                                      keyword: "type",
                                      params: {
                                        type: schema0.properties.fiscId.type,
                                      },
                                      message: "must be string,null",
                                    },
                                  ];
                                  return false;
                                }
                                if (errors === _errs28) {
                                  if (typeof data11 === "string") {
                                    if (func0(data11) > 255) {
                                      validate0.errors = [
                                        {
                                          instancePath:
                                            instancePath + "/fiscId",
                                          schemaPath:
                                            "#/properties/fiscId/maxLength",
                                          keyword: "maxLength",
                                          params: { limit: 255 },
                                          message:
                                            "must NOT have more than 255 characters",
                                        },
                                      ];
                                      return false;
                                    }
                                  }
                                }
                                var valid0 = _errs28 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.uuid !== undefined) {
                                  let data12 = data.uuid;
                                  const _errs30 = errors;
                                  if (
                                    typeof data12 !== "string" &&
                                    data12 !== null
                                  ) {
                                    validate0.errors = [
                                      {
                                        instancePath: instancePath + "/uuid",
                                        schemaPath: "#/properties/uuid/type",
                                        keyword: "type",
                                        params: {
                                          type: schema0.properties.uuid.type,
                                        },
                                        message: "must be string,null",
                                      },
                                    ];
                                    return false;
                                  }
                                  if (errors === _errs30) {
                                    if (typeof data12 === "string") {
                                      if (func0(data12) > 255) {
                                        validate0.errors = [
                                          {
                                            instancePath:
                                              instancePath + "/uuid",
                                            schemaPath:
                                              "#/properties/uuid/maxLength",
                                            keyword: "maxLength",
                                            params: { limit: 255 },
                                            message:
                                              "must NOT have more than 255 characters",
                                          },
                                        ];
                                        return false;
                                      }
                                    }
                                  }
                                  var valid0 = _errs30 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.initialAccountId !== undefined) {
                                    let data13 = data.initialAccountId;
                                    const _errs32 = errors;
                                    if (
                                      typeof data13 !== "string" &&
                                      data13 !== null
                                    ) {
                                      validate0.errors = [
                                        {
                                          instancePath:
                                            instancePath + "/initialAccountId",
                                          schemaPath:
                                            "#/properties/initialAccountId/type",
                                          keyword: "type",
                                          params: {
                                            type: schema0.properties
                                              .initialAccountId.type,
                                          },
                                          message: "must be string,null",
                                        },
                                      ];
                                      return false;
                                    }
                                    if (errors === _errs32) {
                                      if (typeof data13 === "string") {
                                        if (func0(data13) > 255) {
                                          validate0.errors = [
                                            {
                                              instancePath:
                                                instancePath +
                                                "/initialAccountId",
                                              schemaPath:
                                                "#/properties/initialAccountId/maxLength",
                                              keyword: "maxLength",
                                              params: { limit: 255 },
                                              message:
                                                "must NOT have more than 255 characters",
                                            },
                                          ];
                                          return false;
                                        }
                                      }
                                    }
                                    var valid0 = _errs32 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.identifier !== undefined) {
                                      let data14 = data.identifier;
                                      const _errs34 = errors;
                                      if (
                                        typeof data14 !== "string" &&
                                        data14 !== null
                                      ) {
                                        validate0.errors = [
                                          {
                                            instancePath:
                                              instancePath + "/identifier",
                                            schemaPath:
                                              "#/properties/identifier/type",
                                            keyword: "type",
                                            params: {
                                              type: schema0.properties
                                                .identifier.type,
                                            },
                                            message: "must be string,null",
                                          },
                                        ];
                                        return false;
                                      }
                                      if (errors === _errs34) {
                                        if (typeof data14 === "string") {
                                          if (func0(data14) > 255) {
                                            validate0.errors = [
                                              {
                                                instancePath:
                                                  instancePath + "/identifier",
                                                schemaPath:
                                                  "#/properties/identifier/maxLength",
                                                keyword: "maxLength",
                                                params: { limit: 255 },
                                                message:
                                                  "must NOT have more than 255 characters",
                                              },
                                            ];
                                            return false;
                                          }
                                        }
                                      }
                                      var valid0 = _errs34 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.revenueCenterId !== undefined) {
                                        let data15 = data.revenueCenterId;
                                        const _errs36 = errors;
                                        const _errs37 = errors;
                                        if (
                                          !(
                                            typeof data15 == "number" &&
                                            !(data15 % 1) &&
                                            !isNaN(data15) &&
                                            isFinite(data15)
                                          ) &&
                                          typeof data15 !== "string" &&
                                          data15 !== null
                                        ) {
                                          validate0.errors = [
                                            {
                                              instancePath:
                                                instancePath +
                                                "/revenueCenterId",
                                              schemaPath: "TillId.json/type",
                                              keyword: "type",
                                              params: { type: schema4.type },
                                              message:
                                                "must be integer,string,null",
                                            },
                                          ];
                                          return false;
                                        }
                                        if (errors === _errs37) {
                                          if (
                                            typeof data15 == "number" &&
                                            isFinite(data15)
                                          ) {
                                            if (
                                              data15 > 9223372036854776000 ||
                                              isNaN(data15)
                                            ) {
                                              validate0.errors = [
                                                {
                                                  instancePath:
                                                    instancePath +
                                                    "/revenueCenterId",
                                                  schemaPath:
                                                    "TillId.json/maximum",
                                                  keyword: "maximum",
                                                  params: {
                                                    comparison: "<=",
                                                    limit: 9223372036854776000,
                                                  },
                                                  message:
                                                    "must be <= 9223372036854776000",
                                                },
                                              ];
                                              return false;
                                            } else {
                                              if (data15 < 0 || isNaN(data15)) {
                                                validate0.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      "/revenueCenterId",
                                                    schemaPath:
                                                      "TillId.json/minimum",
                                                    keyword: "minimum",
                                                    params: {
                                                      comparison: ">=",
                                                      limit: 0,
                                                    },
                                                    message: "must be >= 0",
                                                  },
                                                ];
                                                return false;
                                              }
                                            }
                                          }
                                          if (errors === _errs37) {
                                            if (typeof data15 === "string") {
                                              if (!pattern2.test(data15)) {
                                                validate0.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      "/revenueCenterId",
                                                    schemaPath:
                                                      "TillId.json/pattern",
                                                    keyword: "pattern",
                                                    params: {
                                                      pattern: "^[0-9]{1,19}$",
                                                    },
                                                    message:
                                                      'must match pattern "' +
                                                      "^[0-9]{1,19}$" +
                                                      '"',
                                                  },
                                                ];
                                                return false;
                                              }
                                            }
                                          }
                                        }
                                        var valid0 = _errs36 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (
                                          data.revenueCenterName !== undefined
                                        ) {
                                          let data16 = data.revenueCenterName;
                                          const _errs39 = errors;
                                          if (
                                            typeof data16 !== "string" &&
                                            data16 !== null
                                          ) {
                                            validate0.errors = [
                                              {
                                                instancePath:
                                                  instancePath +
                                                  "/revenueCenterName",
                                                schemaPath:
                                                  "#/properties/revenueCenterName/type",
                                                keyword: "type",
                                                params: {
                                                  type: schema0.properties
                                                    .revenueCenterName.type,
                                                },
                                                message: "must be string,null",
                                              },
                                            ];
                                            return false;
                                          }
                                          if (errors === _errs39) {
                                            if (typeof data16 === "string") {
                                              if (func0(data16) > 1000) {
                                                validate0.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      "/revenueCenterName",
                                                    schemaPath:
                                                      "#/properties/revenueCenterName/maxLength",
                                                    keyword: "maxLength",
                                                    params: { limit: 1000 },
                                                    message:
                                                      "must NOT have more than 1000 characters",
                                                  },
                                                ];
                                                return false;
                                              }
                                            }
                                          }
                                          var valid0 = _errs39 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.transactions !== undefined) {
                                            let data17 = data.transactions;
                                            const _errs41 = errors;
                                            if (
                                              !Array.isArray(data17) &&
                                              data17 !== null
                                            ) {
                                              validate0.errors = [
                                                {
                                                  instancePath:
                                                    instancePath +
                                                    "/transactions",
                                                  schemaPath:
                                                    "#/properties/transactions/type",
                                                  keyword: "type",
                                                  params: {
                                                    type: schema0.properties
                                                      .transactions.type,
                                                  },
                                                  message: "must be array,null",
                                                },
                                              ];
                                              return false;
                                            }
                                            if (errors === _errs41) {
                                              if (Array.isArray(data17)) {
                                                if (data17.length > 2000) {
                                                  validate0.errors = [
                                                    {
                                                      instancePath:
                                                        instancePath +
                                                        "/transactions",
                                                      schemaPath:
                                                        "#/properties/transactions/maxItems",
                                                      keyword: "maxItems",
                                                      params: { limit: 2000 },
                                                      message:
                                                        "must NOT have more than 2000 items",
                                                    },
                                                  ];
                                                  return false;
                                                } else {
                                                  var valid7 = true;
                                                  const len0 = data17.length;
                                                  for (
                                                    let i0 = 0;
                                                    i0 < len0;
                                                    i0++
                                                  ) {
                                                    const _errs43 = errors;
                                                    if (
                                                      !validate1(data17[i0], {
                                                        instancePath:
                                                          instancePath +
                                                          "/transactions/" +
                                                          i0,
                                                        parentData: data17,
                                                        parentDataProperty: i0,
                                                        rootData,
                                                        dynamicAnchors,
                                                      })
                                                    ) {
                                                      vErrors =
                                                        vErrors === null
                                                          ? validate1.errors
                                                          : vErrors.concat(
                                                              validate1.errors,
                                                            );
                                                      errors = vErrors.length;
                                                    }
                                                    var valid7 =
                                                      _errs43 === errors;
                                                    if (!valid7) {
                                                      break;
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                            var valid0 = _errs41 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.payments !== undefined) {
                                              let data19 = data.payments;
                                              const _errs44 = errors;
                                              if (errors === _errs44) {
                                                if (Array.isArray(data19)) {
                                                  if (data19.length > 100) {
                                                    validate0.errors = [
                                                      {
                                                        instancePath:
                                                          instancePath +
                                                          "/payments",
                                                        schemaPath:
                                                          "#/properties/payments/maxItems",
                                                        keyword: "maxItems",
                                                        params: { limit: 100 },
                                                        message:
                                                          "must NOT have more than 100 items",
                                                      },
                                                    ];
                                                    return false;
                                                  } else {
                                                    var valid8 = true;
                                                    const len1 = data19.length;
                                                    for (
                                                      let i1 = 0;
                                                      i1 < len1;
                                                      i1++
                                                    ) {
                                                      const _errs46 = errors;
                                                      if (
                                                        !validate5(data19[i1], {
                                                          instancePath:
                                                            instancePath +
                                                            "/payments/" +
                                                            i1,
                                                          parentData: data19,
                                                          parentDataProperty:
                                                            i1,
                                                          rootData,
                                                          dynamicAnchors,
                                                        })
                                                      ) {
                                                        vErrors =
                                                          vErrors === null
                                                            ? validate5.errors
                                                            : vErrors.concat(
                                                                validate5.errors,
                                                              );
                                                        errors = vErrors.length;
                                                      }
                                                      var valid8 =
                                                        _errs46 === errors;
                                                      if (!valid8) {
                                                        break;
                                                      }
                                                    }
                                                  }
                                                } else {
                                                  validate0.errors = [
                                                    {
                                                      instancePath:
                                                        instancePath +
                                                        "/payments",
                                                      schemaPath:
                                                        "#/properties/payments/type",
                                                      keyword: "type",
                                                      params: { type: "array" },
                                                      message: "must be array",
                                                    },
                                                  ];
                                                  return false;
                                                }
                                              }
                                              var valid0 = _errs44 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (
                                                data.serviceCharge !== undefined
                                              ) {
                                                let data21 = data.serviceCharge;
                                                const _errs47 = errors;
                                                const _errs48 = errors;
                                                let valid9 = false;
                                                const _errs49 = errors;
                                                if (
                                                  !validate7(data21, {
                                                    instancePath:
                                                      instancePath +
                                                      "/serviceCharge",
                                                    parentData: data,
                                                    parentDataProperty:
                                                      "serviceCharge",
                                                    rootData,
                                                    dynamicAnchors,
                                                  })
                                                ) {
                                                  vErrors =
                                                    vErrors === null
                                                      ? validate7.errors
                                                      : vErrors.concat(
                                                          validate7.errors,
                                                        );
                                                  errors = vErrors.length;
                                                }
                                                var _valid0 =
                                                  _errs49 === errors;
                                                valid9 = valid9 || _valid0;
                                                if (_valid0) {
                                                  var props1 = {};
                                                  props1.amount = true;
                                                  props1.type = true;
                                                }
                                                const _errs50 = errors;
                                                if (data21 !== null) {
                                                  const err0 = {
                                                    instancePath:
                                                      instancePath +
                                                      "/serviceCharge",
                                                    schemaPath:
                                                      "#/properties/serviceCharge/anyOf/1/type",
                                                    keyword: "type",
                                                    params: { type: "null" },
                                                    message: "must be null",
                                                  };
                                                  if (vErrors === null) {
                                                    vErrors = [err0];
                                                  } else {
                                                    vErrors.push(err0);
                                                  }
                                                  errors++;
                                                }
                                                var _valid0 =
                                                  _errs50 === errors;
                                                valid9 = valid9 || _valid0;
                                                if (!valid9) {
                                                  const err1 = {
                                                    instancePath:
                                                      instancePath +
                                                      "/serviceCharge",
                                                    schemaPath:
                                                      "#/properties/serviceCharge/anyOf",
                                                    keyword: "anyOf",
                                                    params: {},
                                                    message:
                                                      "must match a schema in anyOf",
                                                  };
                                                  if (vErrors === null) {
                                                    vErrors = [err1];
                                                  } else {
                                                    vErrors.push(err1);
                                                  }
                                                  errors++;
                                                  validate0.errors = vErrors;
                                                  return false;
                                                } else {
                                                  errors = _errs48;
                                                  if (vErrors !== null) {
                                                    if (_errs48) {
                                                      vErrors.length = _errs48;
                                                    } else {
                                                      vErrors = null;
                                                    }
                                                  }
                                                }
                                                var valid0 = _errs47 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate0.errors = [
        {
          instancePath,
          schemaPath: "#/type",
          keyword: "type",
          params: { type: "object" },
          message: "must be object",
        },
      ];
      return false;
    }
  }
  validate0.errors = vErrors;
  return errors === 0;
}
validate0.evaluated = {
  props: {
    name: true,
    openDate: true,
    closeDate: true,
    covers: true,
    ownerId: true,
    ownerName: true,
    deviceId: true,
    businessExternalReference: true,
    apiKey: true,
    receiptId: true,
    receipt: true,
    fiscId: true,
    uuid: true,
    id: true,
    initialAccountId: true,
    identifier: true,
    revenueCenterId: true,
    revenueCenterName: true,
    transactions: true,
    payments: true,
    serviceCharge: true,
  },
  dynamicProps: false,
  dynamicItems: false,
};
